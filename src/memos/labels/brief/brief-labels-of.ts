import type { Language } from '@shared/domain/record.ts'
import type { BriefLabels } from './brief-labels.ts'
import { briefEn } from './en.ts'
import { briefJa } from './ja.ts'
import { briefRu } from './ru.ts'
import { briefUzCyrl } from './uz-cyrl.ts'
import { briefUzLatn } from './uz-latn.ts'

const LABELS: Readonly<Record<Language, BriefLabels>> = {
  en: briefEn,
  'uz-Latn': briefUzLatn,
  'uz-Cyrl': briefUzCyrl,
  ru: briefRu,
  ja: briefJa,
}

export const briefLabelsOf = (language: Language): BriefLabels => LABELS[language]
