import { useTranslation } from 'react-i18next'
import { isLanguage, languageOfText } from '../lib/language.ts'

/** Text that a person wrote, with its `lang` where its script differs from the interface's: fonts and voices then fit. */
export function Words({ children }: { readonly children: string }) {
  const { i18n } = useTranslation()
  const language = languageOfText(children, isLanguage(i18n.language) ? i18n.language : 'en')
  return language === undefined ? children : <span lang={language}>{children}</span>
}

/** One line that ends with an ellipsis; the full text shows on hover and, for voices, is all there. */
export function OneLine({ children }: { readonly children: string }) {
  const { i18n } = useTranslation()
  const language = languageOfText(children, isLanguage(i18n.language) ? i18n.language : 'en')
  return (
    <span className="sn-ellipsis" style={{ display: 'block' }} title={children} lang={language}>
      {children}
    </span>
  )
}
