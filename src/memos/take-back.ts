import type { Language } from '@shared/domain/record.ts'
import { LANGUAGES } from '@shared/domain/record.ts'
import { decode } from './document/bytes.ts'
import { paragraphsOf, textHashOf } from './document/document-text.ts'
import { ALL_MEETINGS } from './content/properties.ts'
import { AUDIENCES, MEMO_KINDS, type Audience, type MemoKind } from './content/request.ts'
import { unpack } from './letterhead/unpack.ts'
import { decoded } from './letterhead/xml-scan.ts'

/** A document of ours that came back: what it says of itself in its properties, and its text as it is now. */
export type OwnDocument = {
  readonly kind: MemoKind
  readonly language: Language
  readonly secondLanguage: Language | undefined
  readonly audience: Audience
  readonly visitId: string | undefined
  readonly meetingIds: readonly string[]
  readonly organizationId: string | undefined
  /** The briefs of every meeting of the visit. */
  readonly isOfAllMeetings: boolean
  readonly preset: string | undefined
  readonly grouping: string | undefined
  readonly title: string
  /** Of the records that it was made of. */
  readonly recordSha256: string
  readonly isTextEdited: boolean
  readonly paragraphs: readonly string[]
}

/** Reads a Word file that came back. Null when it is none of ours: another's document, or no Word file at all. */
export function readOwnDocument(bytes: Uint8Array): OwnDocument | null {
  const unpacked = unpack(bytes)
  if ('refusal' in unpacked) return null
  const part = (path: string): string => textOf(unpacked.parts[path])
  const properties = customProperties(part('docProps/custom.xml'))
  const kind = MEMO_KINDS.find((one) => one === properties.get('DocKind'))
  const [language, secondLanguage] = languagesOf(properties.get('Lang') ?? '')
  const audience = AUDIENCES.find((one) => one === properties.get('Audience'))
  const recordSha256 = properties.get('RecordSha256')
  if (kind === undefined || language === undefined || audience === undefined || recordSha256 === undefined) return null
  const paragraphs = paragraphsOf(part('word/document.xml'))
  return {
    kind,
    language,
    secondLanguage,
    audience,
    visitId: properties.get('VisitId'),
    meetingIds: (properties.get('MeetingIds') ?? '').split(' ').filter((id) => id !== ''),
    organizationId: properties.get('OrganizationId'),
    isOfAllMeetings: kind === 'brief' && properties.get('Meetings') === ALL_MEETINGS,
    preset: properties.get('Preset'),
    grouping: properties.get('Grouping'),
    title: decoded(/<dc:title>([^<]*)</.exec(part('docProps/core.xml'))?.[1] ?? ''),
    recordSha256,
    isTextEdited: textHashOf(paragraphs) !== properties.get('TextSha256'),
    paragraphs,
  }
}

/** `en`, or `en ja` of a document in two languages. */
const languagesOf = (text: string): readonly Language[] => text.split(' ').flatMap((name) => LANGUAGES.find((one) => one === name) ?? [])

export type ParagraphChange =
  | { readonly type: 'added' | 'removed'; readonly text: string }
  | { readonly type: 'changed'; readonly text: string; readonly before: string }

/** Larger comparisons than this are not worth their time: paragraphs are then matched by their text alone. */
const MOST_CELLS = 4_000_000

/** Which paragraphs differ, in the order of the text; a removed one that stands where another was added is one that was changed. */
export function changedParagraphs(before: readonly string[], after: readonly string[]): ParagraphChange[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)]
  return joinedChanges(old.length * now.length > MOST_CELLS ? byText(old, now) : byLongestCommon(old, now))
}

type Step = { readonly type: 'added' | 'removed' | 'same'; readonly text: string }

function byText(before: readonly string[], after: readonly string[]): Step[] {
  const [old, now] = [new Set(before), new Set(after)]
  return [
    ...before.filter((text) => !now.has(text)).map((text) => ({ type: 'removed' as const, text })),
    ...after.filter((text) => !old.has(text)).map((text) => ({ type: 'added' as const, text })),
  ]
}

function byLongestCommon(before: readonly string[], after: readonly string[]): Step[] {
  const width = after.length + 1
  const common = new Uint32Array((before.length + 1) * width)
  const at = (row: number, column: number): number => common[row * width + column] ?? 0
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const isSame = before[row] === after[column]
      common[row * width + column] = isSame ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const steps: Step[] = []
  let [row, column] = [0, 0]
  while (row < before.length || column < after.length) {
    const [old, now] = [before[row], after[column]]
    if (old !== undefined && old === now) {
      steps.push({ type: 'same', text: old })
      row++
      column++
    } else if (old !== undefined && (now === undefined || at(row + 1, column) >= at(row, column + 1))) {
      steps.push({ type: 'removed', text: old })
      row++
    } else {
      steps.push({ type: 'added', text: now ?? '' })
      column++
    }
  }
  return steps
}

function joinedChanges(steps: readonly Step[]): ParagraphChange[] {
  const changes: ParagraphChange[] = []
  let removed: string[] = []
  const flush = (): void => {
    changes.push(...removed.map((text) => ({ type: 'removed' as const, text })))
    removed = []
  }
  for (const { type, text } of steps) {
    if (type === 'same') flush()
    else if (type === 'removed') removed.push(text)
    else {
      const before = removed.shift()
      changes.push(before === undefined ? { type: 'added', text } : { type: 'changed', text, before })
    }
  }
  flush()
  return changes
}

const PROPERTY = /<(?:\w+:)?property\b[^>]*?\bname="([^"]*)"[^>]*>\s*<(?:\w+:)?lpwstr>([^<]*)</g
const customProperties = (xml: string): Map<string, string> =>
  new Map([...xml.matchAll(PROPERTY)].map(([, name = '', value = '']) => [decoded(name), decoded(value)]))

/** Bytes that are no text are of no document of ours. */
function textOf(bytes: Uint8Array | undefined): string {
  try {
    return decode(bytes ?? new Uint8Array())
  } catch {
    return ''
  }
}
