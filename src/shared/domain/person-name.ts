import { z } from 'zod'
import { text, type Language } from './record.ts'

/** A name in one script. A name that nobody has split yet stands in `full` alone. */
export const personName = z
  .strictObject({ family: text(200).optional(), given: text(200).optional(), full: text(400).optional() })
  .refine((name) => Object.values(name).some((part) => (part ?? '').trim() !== ''), { error: 'required' })
export type PersonName = z.infer<typeof personName>

export const SCRIPTS = ['native', 'kana', 'latin', 'cyrillic'] as const
export type Script = (typeof SCRIPTS)[number]
export type Names = Readonly<Partial<Record<Script, PersonName | null>>>

/** Family name first, except in English. */
export function formatName(name: PersonName, order: 'family-first' | 'given-first'): string {
  if (!name.family && !name.given) return name.full ?? ''
  const parts = order === 'family-first' ? [name.family, name.given] : [name.given, name.family]
  return parts.filter(Boolean).join(' ')
}

/** The name to show in a language: the script that its readers know, then whatever there is. */
export function displayName(names: Names, language: Language): string {
  const preference: Record<Language, readonly Script[]> = {
    en: ['latin', 'native', 'cyrillic', 'kana'],
    'uz-Latn': ['latin', 'native', 'cyrillic', 'kana'],
    'uz-Cyrl': ['cyrillic', 'latin', 'native', 'kana'],
    ru: ['cyrillic', 'latin', 'native', 'kana'],
    ja: ['native', 'latin', 'kana', 'cyrillic'],
  }
  for (const script of preference[language]) {
    const name = names[script]
    if (name) return formatName(name, language === 'en' ? 'given-first' : 'family-first')
  }
  return ''
}
