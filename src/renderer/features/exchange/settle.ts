import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { stampParts } from '@shared/sync/stamp.ts'
import type { Change } from '../../db/write.ts'
import type { FieldVersions, TwoVersions, Version } from '../../records/losses.ts'

/** What a person chose for one field: a version by its stamp, both texts, or a value of their own. */
export type Choice =
  | { readonly type: 'version'; readonly stamp: string }
  | { readonly type: 'both' }
  | { readonly type: 'own'; readonly value: Json }
export type Choices = Readonly<Record<string, Choice>>

/** Text in which two versions can stand one after the other. The words of an agreement have lines, the others are one line. */
const BETWEEN: Readonly<Record<string, string>> = { text: '\n', owner: '; ', place: '; ' }
/** Steps and the status that they come to are one decision. */
const TOGETHER: readonly (readonly string[])[] = [['status', 'steps']]

/** Until a person chooses otherwise: what stands in the record. */
export const choiceOf = ({ field, versions }: FieldVersions, choices: Choices): Choice =>
  choices[field] ?? { type: 'version', stamp: versions[0].stamp }

/** Chooses for one field, and by the same author for the fields that belong together with it. */
export function choose(entry: TwoVersions, choices: Choices, { field, choice }: { field: string; choice: Choice }): Choices {
  const chosen: Record<string, Choice> = { ...choices, [field]: choice }
  if (choice.type !== 'version') return chosen
  for (const other of TOGETHER.find((names) => names.includes(field)) ?? []) {
    const same = entry.fields.find((one) => one.field === other)?.versions.find(({ stamp }) => authorIn(stamp) === authorIn(choice.stamp))
    if (other !== field && same) chosen[other] = { type: 'version', stamp: same.stamp }
  }
  return chosen
}

/** The value that a choice comes to. */
export function chosenValue(entry: FieldVersions, choice: Choice): Json {
  if (choice.type === 'own') return choice.value
  if (choice.type === 'both') return bothTexts(entry) ?? entry.versions[0].value
  return (entry.versions.find(({ stamp }) => stamp === choice.stamp) ?? entry.versions[0]).value
}

/** All versions of a text one after the other, the oldest first; null where that makes no sense. */
export function bothTexts({ field, versions, isSame }: FieldVersions): string | null {
  const between = BETWEEN[field]
  const texts = versions.toReversed().map(({ value }) => value)
  if (between === undefined || isSame || !texts.every(isText)) return null
  const distinct = texts.filter((text, at) => !texts.some((other, place) => other.includes(text) && (other !== text || place < at)))
  return distinct.length < 2 ? null : distinct.join(between)
}

/** One write: the values as an ordinary edit, and every conflict of these fields settled. */
export function settlingChanges({ record, fields }: TwoVersions, choices: Choices): Change[] {
  const edits = fields.flatMap((one): [string, Json][] => {
    const value = chosenValue(one, choiceOf(one, choices))
    return canonicalJson(value) === canonicalJson(one.versions[0].value) ? [] : [[one.field, value]]
  })
  const edit: Change[] = edits.length === 0 ? [] : [{ type: 'set', kind: record.kind, id: record.id, fields: Object.fromEntries(edits) }]
  const settled = fields.flatMap(({ conflicts }) => conflicts)
  return [...edit, ...settled.map((id): Change => ({ type: 'set', kind: 'conflict', id, fields: { state: 'settled' } }))]
}

/** Names the versions: while it is the same, a choice means what the person saw. */
export const versionsKey = ({ record, fields }: TwoVersions): string =>
  canonicalJson([record.id, fields.map(({ field, versions }) => [field, versions.map(({ stamp }: Version) => stamp)])])

const authorIn = (stamp: string): string => stampParts(stamp).author.split('.')[0] ?? ''

const isText = (value: Json): value is string => typeof value === 'string' && value.trim() !== ''
