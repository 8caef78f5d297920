import type { Language } from '@shared/domain/record.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'
import type { Labels } from './labels.ts'
import { ru } from './ru.ts'
import { uzCyrl } from './uz-cyrl.ts'
import { uzLatn } from './uz-latn.ts'

const LABELS: Readonly<Record<Language, Labels>> = { en, 'uz-Latn': uzLatn, 'uz-Cyrl': uzCyrl, ru, ja }

export const labelsOf = (language: Language): Labels => LABELS[language]
