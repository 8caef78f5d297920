import type { Language } from '@shared/domain/record.ts'
import { letterEn } from './en.ts'
import { letterJa } from './ja.ts'
import type { LetterPhrases } from './letter-phrases.ts'
import { letterRu } from './ru.ts'
import { letterUzCyrl } from './uz-cyrl.ts'
import { letterUzLatn } from './uz-latn.ts'

const PHRASES: Readonly<Record<Language, LetterPhrases>> = {
  en: letterEn,
  'uz-Latn': letterUzLatn,
  'uz-Cyrl': letterUzCyrl,
  ru: letterRu,
  ja: letterJa,
}

export const letterPhrasesOf = (language: Language): LetterPhrases => PHRASES[language]
