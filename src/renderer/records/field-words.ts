import type { Json } from '@shared/lib/canonical-json.ts'
import { amount } from '@shared/domain/agreement.ts'
import { dueWindow } from '@shared/domain/due-window.ts'
import { tables, type Kind } from '@shared/domain/tables.ts'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveScope } from '../db/live.ts'
import { isLanguage, LANGUAGE_NAMES } from '../lib/language.ts'
import { useFormats, type Formats } from '../lib/use-formats.ts'
import { dueDaysText } from './due-text.ts'
import { recordName } from './record-name.ts'
import { useScope } from './use-records.ts'

/** Words for any field of any record and for what stands in it: history, differences, losses. */
export type FieldWords = {
  readonly label: (field: string) => string
  readonly value: (field: string, value: Json) => string
}

type FieldName = { [K in Kind]: Extract<keyof (typeof tables)[K], string> }[Kind]

/** The kind that the ids of a field point to. */
const POINTS_TO: Readonly<Record<string, Kind>> = {
  headContactId: 'contact',
  leadContactId: 'contact',
  contactId: 'contact',
  meetingId: 'meeting',
  organizationId: 'organization',
  parentId: 'organization',
  agreementId: 'agreement',
  programmeId: 'programme',
}

const VALUE_WORDS = [
  'planned',
  'held',
  'cancelled',
  'in-person',
  'online',
  'head',
  'chair',
  'member',
  'notes',
  'interpreter',
  'owner',
  'editor',
  'reader',
  'reviewer',
  'note',
  'minute',
  'ministry',
  'agency',
  'company',
  'university',
  'school',
  'association',
  'start-up',
  'other',
  'ours',
  'theirs',
  'floated',
  'agreed-orally',
  'confirmed-in-writing',
  'signed',
  'open',
  'under-way',
  'done',
  'dropped',
  'replaced',
  'we-owe',
  'they-owe',
  'settled',
  'returned',
  'accepted',
  'mr',
  'ms',
] as const
type ValueWord = (typeof VALUE_WORDS)[number]

/** Fields whose text is one of a short list. */
const CHOSEN = new Set(['state', 'format', 'role', 'type', 'side', 'status', 'direction', 'addressAs'])

export function useFieldWords(scope: string): FieldWords {
  const { t } = useTranslation()
  const formats = useFormats()
  const live = useScope(scope)
  return useMemo(() => fieldWords(t, formats, live), [t, formats, live])
}

/** @param live the visit that ids are looked up in; undefined: ids are said to be elsewhere */
export function fieldWords(t: TFunction, formats: Formats, live: LiveScope | undefined): FieldWords {
  const words = (field: string, value: Json): string => {
    if (value === null || value === '') return t('value.empty')
    if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no')
    if (typeof value === 'number') return formats.number(value)
    if (typeof value === 'string') return textWords(field, value)
    if (Array.isArray(value)) return value.length === 0 ? t('value.empty') : value.map((one: Json) => objectWords(field, one)).join('; ')
    return objectWords(field, value)
  }
  const textWords = (field: string, value: string): string => {
    const kind = POINTS_TO[field]
    if (kind) return recordName(live, { kind, id: value }, formats.language) || t('value.gone')
    if (CHOSEN.has(field) && isValueWord(value)) return t(`value.${value}`)
    if (isLanguage(value)) return LANGUAGE_NAMES[value]
    if (field === 'zone') return `${formats.city(value)} (${value})`
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value)) return `${formats.day(value, 'long')}, ${formats.time(value)}`
    return /^\d{4}-\d\d-\d\d$/.test(value) ? formats.day(value, 'long') : value
  }
  const objectWords = (field: string, value: Json): string => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return words(field, value)
    if (field === 'bodyEdited') return t('value.edited')
    const parts = value as Readonly<Record<string, Json>>
    const window = field === 'window' ? dueWindow.safeParse(value) : undefined
    if (window?.success) return [window.data.words.trim(), dueDaysText(window.data.edtf, formats, t)].filter(Boolean).join(' · ')
    const sum = field === 'amount' ? amount.safeParse(value) : undefined
    if (sum?.success) return formats.amount(sum.data)
    return Object.entries(parts)
      .filter(([name, part]) => part !== null && part !== '' && name !== 'edtf')
      .map(([name, part]) => words(name, part))
      .join(', ')
  }
  return {
    label: (field) => (isFieldName(field) ? t(`field.${field}`) : field),
    value: words,
  }
}

const FIELD_NAMES = new Set(Object.values(tables).flatMap((fields) => Object.keys(fields)))
const isFieldName = (field: string): field is FieldName => FIELD_NAMES.has(field)

const isValueWord = (value: string): value is ValueWord => VALUE_WORDS.some((word) => word === value)
