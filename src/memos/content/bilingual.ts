import type { Inline } from '@shared/domain/note-body.ts'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { sha256Hex } from '@shared/lib/id.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import type { Labels } from '@memos/labels/labels.ts'
import {
  paragraph,
  type ColumnsRow,
  type Fact,
  type Line,
  type Look,
  type Memo,
  type Part,
  type PhotosPart,
  type Section,
  type TablePart,
} from './memo.ts'

/**
 * Two contents of one document in two languages as one, in two columns: paragraph by paragraph, the second language beside the
 * first. What is the same in both, as a note in the language in which it was taken, stands once across both columns; so do
 * tables, whose heads and cells then say both.
 */
export function bilingual(first: Memo, second: Memo): Memo {
  const languages: Pair<Labels> = { left: labelsOf(first.language), right: labelsOf(second.language) }
  const sections = first.sections.map((section, index): Section => {
    const parts = zipParts({ left: section.parts, right: second.sections[index]?.parts ?? [] }, languages)
    return { ...section, parts }
  })
  const custom = first.properties.custom.map(({ name, value }) => {
    const other = second.properties.custom.find((one) => one.name === name)?.value ?? ''
    if (name === 'Lang') return { name, value: `${value} ${other}` }
    return { name, value: name === 'RecordSha256' ? sha256Hex(`${value} ${other}`) : value }
  })
  const title = both(first.properties.title, second.properties.title)
  return { ...first, properties: { ...first.properties, title, custom }, sections }
}

export type Pair<T> = { readonly left: T; readonly right: T }
/** A row of the columns, or a part that stands across them. */
type Step = ColumnsRow | { readonly wide: Part }

/** The parts of two languages row by row, with what is the same in both across the columns. */
export function zipParts(parts: Pair<readonly Part[]>, languages: Pair<Labels>): Part[] {
  const zipped: Part[] = []
  let rows: ColumnsRow[] = []
  const close = (): void => {
    if (rows.length > 0) zipped.push({ type: 'columns', rows })
    rows = []
  }
  for (const step of pairs(parts).flatMap((pair) => stepsOf(pair, languages))) {
    if (!('wide' in step)) {
      rows.push(step)
      continue
    }
    close()
    zipped.push(step.wide)
  }
  close()
  return zipped
}

/** So many parts of one language may have no counterpart before the next pair. */
const FURTHEST = 6

/** Both contents are made of the same records, so they run alike; where one has a part more, the other waits. */
function pairs({ left, right }: Pair<readonly Part[]>): Pair<Part | undefined>[] {
  const found: Pair<Part | undefined>[] = []
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const skipped = nextPair(left.slice(l, l + FURTHEST).map(kindOf), right.slice(r, r + FURTHEST).map(kindOf))
    for (let i = 0; i < skipped.left; i++) found.push({ left: left[l++], right: undefined })
    for (let i = 0; i < skipped.right; i++) found.push({ left: undefined, right: right[r++] })
    if (l < left.length || r < right.length) found.push({ left: left[l++], right: right[r++] })
  }
  return found
}

/** How many parts of each side come before the nearest two that belong together. */
function nextPair(left: readonly string[], right: readonly string[]): Pair<number> {
  for (let distance = 0; distance < left.length + right.length; distance++) {
    for (let l = Math.min(distance, left.length - 1); l >= 0; l--) {
      const r = distance - l
      if (r < right.length && left[l] === right[r]) return { left: l, right: r }
    }
  }
  return { left: left.length, right: right.length }
}

/** Where a block stands differs from one tradition to the other, an addressee at the right or at the left: it is one block. */
const BLOCKS: readonly Look[] = ['flush', 'centred', 'end', 'aside']

function kindOf(part: Part): string {
  if (part.type === 'heading') return `heading ${part.level}`
  if (part.type !== 'paragraph') return part.type
  return `paragraph ${BLOCKS.includes(part.look) ? 'block' : part.look}`
}

function stepsOf({ left, right }: Pair<Part | undefined>, languages: Pair<Labels>): Step[] {
  if (left === undefined || right === undefined) {
    return [
      {
        left: left === undefined ? [] : inColumn(left, languages.left),
        right: right === undefined ? [] : inColumn(right, languages.right),
      },
    ]
  }
  if (isSame(left, right) && left.type !== 'signature') return [{ wide: left }]
  if (left.type === 'facts' && right.type === 'facts') return factSteps({ left: left.rows, right: right.rows }, languages)
  if (left.type === 'list' && right.type === 'list') return listSteps({ left, right }, languages)
  if (left.type === 'table' && right.type === 'table') return [{ wide: bothTables(left, right) }]
  if (left.type === 'photos' && right.type === 'photos') return [{ wide: bothPhotos(left, right) }]
  if (left.type === 'contents' && right.type === 'contents') return [{ wide: bothContents(left, right) }]
  // What the contents lead to stands once: a chapter of two headings would be two lines of the contents.
  if (left.type === 'heading' && right.type === 'heading' && left.anchor !== undefined) {
    return [{ wide: { ...left, text: both(left.text, right.text) } }]
  }
  return [{ left: inColumn(left, languages.left), right: inColumn(right, languages.right) }]
}

type ListPart = Extract<Part, { type: 'list' }>

/** Item beside item: the number is written out, because each stands in a cell of its own. */
function listSteps({ left, right }: Pair<ListPart>, languages: Pair<Labels>): Step[] {
  const count = Math.max(left.items.length, right.items.length)
  return Array.from({ length: count }, (_, index) => ({
    left: itemParts(left, index, languages.left),
    right: itemParts(right, index, languages.right),
  }))
}

function itemParts({ items, ordered }: ListPart, index: number, labels: Labels): Part[] {
  const [head, ...more] = items[index] ?? []
  if (head === undefined) return []
  const mark = ordered ? labels.phrase.numbered(index + 1, '') : labels.language === 'ja' ? '・' : '– '
  if (head.type !== 'paragraph') return [paragraph(mark.trimEnd()), head, ...more]
  return [{ ...head, content: [{ type: 'text', text: mark }, ...head.content] }, ...more]
}

/** By the name of the fact: one language may have a fact more, as the language of the notes. */
function factSteps({ left, right }: Pair<readonly Fact[]>, languages: Pair<Labels>): Step[] {
  const named = (facts: readonly Fact[], labels: Labels) =>
    facts.map((fact, index) => ({ fact, name: factName(fact, labels) ?? `${index}` }))
  const rightFacts = named(right, languages.right)
  const leftFacts = named(left, languages.left)
  const names = [...new Set([...leftFacts, ...rightFacts].map(({ name }) => name))]
  return names.map((name) => ({
    left: leftFacts.filter((one) => one.name === name).map(({ fact }) => factParagraph(fact)),
    right: rightFacts.filter((one) => one.name === name).map(({ fact }) => factParagraph(fact)),
  }))
}

const factName = ({ label }: Fact, labels: Labels): string | undefined =>
  Object.entries(labels.fact).find(([, words]) => words === label)?.[0]

function factParagraph({ label, lines }: Fact): Part {
  const content = lines.flatMap(({ text, bold }): Inline[] => [{ type: 'break' }, inline(text, bold === true)])
  return { type: 'paragraph', look: 'body', content: [inline(label, true), ...content] }
}

const inline = (text: string, isBold: boolean): Inline =>
  isBold ? { type: 'text', text, marks: [{ type: 'bold' }] } : { type: 'text', text }

/** One table: heads and cells in both languages, what is the same once. */
function bothTables(left: TablePart, right: TablePart): TablePart {
  return {
    ...left,
    columns: left.columns.map(({ heading, share }, index) => ({ share, heading: both(heading, right.columns[index]?.heading) })),
    rows: left.rows.map((row, index) => {
      const other = right.rows[index]
      if ('group' in row) return { group: both(row.group, other !== undefined && 'group' in other ? other.group : undefined) }
      const cells = other !== undefined && 'cells' in other ? other.cells : []
      return { cells: row.cells.map((lines, column) => bothLines(lines, cells[column] ?? [])) }
    }),
  }
}

type ContentsPart = Extract<Part, { type: 'contents' }>

function bothContents(left: ContentsPart, right: ContentsPart): ContentsPart {
  const entries = left.entries.map((entry, index) => ({ ...entry, text: both(entry.text, right.entries[index]?.text) }))
  return { ...left, heading: both(left.heading, right.heading), entries }
}

/** A picture is one, with lines in both languages under it. */
function bothPhotos(left: PhotosPart, right: PhotosPart): PhotosPart {
  const photos = left.photos.map((one, index) => {
    const other = right.photos[index]
    return { ...one, absent: both(one.absent, other?.absent), lines: bothLines(one.lines, other?.lines ?? []) }
  })
  return { ...left, photos }
}

function bothLines(left: readonly Line[], right: readonly Line[]): readonly Line[] {
  const said = new Set(left.map(({ text }) => text))
  return [...left, ...right.filter(({ text }) => !said.has(text))]
}

const both = (left: string, right: string | undefined): string => (right === undefined || right === left ? left : `${left} / ${right}`)

/** What would not fit into half a page stands in lines. */
function inColumn(part: Part, labels: Labels): Part[] {
  switch (part.type) {
    case 'signature':
      return [...part.above, part.role, RULE, part.name].filter((words) => words.trim() !== '').map((words) => paragraph(words, 'flush'))
    case 'list':
      return part.items.flatMap((_, index) => itemParts(part, index, labels))
    case 'facts':
      return part.rows.map(factParagraph)
    default:
      return [part]
  }
}

/** A line to sign on. */
const RULE = '____________________'

const isSame = (left: Part, right: Part): boolean => canonicalJson(asJson(left)) === canonicalJson(asJson(right))

/** Parts are plain data; properties that are undefined are left out by the canonical form. */
const asJson = (part: Part): Json => JSON.parse(JSON.stringify(part)) as Json
