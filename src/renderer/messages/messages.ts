import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './en.json'
import ja from './ja.json'
import ru from './ru.json'
import uzCyrl from './uz-cyrl.json'
import uzLatn from './uz-latn.json'
import type { Language } from '../lib/language.ts'

/** A key that no catalogue has does not compile: English is the type of all five (scripts/check-messages.mjs holds the others to it). */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
    returnNull: false
  }
}

const RESOURCES: Readonly<Record<Language, { translation: object }>> = {
  en: { translation: en },
  'uz-Latn': { translation: uzLatn },
  'uz-Cyrl': { translation: uzCyrl },
  ru: { translation: ru },
  ja: { translation: ja },
}

/** The messages of the interface, ready at once: the catalogues are part of the program, nothing is loaded later. */
export function createMessages(language: Language): i18n {
  const instance = i18next.createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    resources: RESOURCES,
    // Never needed while the check holds; a person who meets a gap all the same reads the nearest language.
    fallbackLng: { 'uz-Cyrl': ['uz-Latn', 'en'], default: ['en'] },
    load: 'currentOnly',
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  return instance
}
