import { DELETED, type Cell, type RecordDelta } from '@shared/sync/cell.ts'
import { isDead } from '@shared/sync/deletion.ts'
import { applyUpdateV2, ContentString, decodeUpdateV2, Doc, encodeStateAsUpdateV2 } from 'yjs'
import { sha256Hex } from '@shared/lib/id.ts'
import { USERS } from '../../src/renderer/editor/note-authors.ts'
import { cellName, shapeOf, viewOf, type Holding, type Log, type Typed, type Written } from './knowledge.ts'

/** What must hold when everybody has met the server again (docs/sync-spec.md, "What is proved, and how"). */
export type End = {
  readonly log: Log
  readonly server: Holding
  readonly laptops: readonly Holding[]
  /** Everything that any place held when the faults ended. */
  readonly before: readonly Holding[]
  /** What came to a laptop in a pack, and waited in it, whether it won there or lost; and what was handed in when a visit left a laptop. */
  readonly promised: ReadonlySet<string>
  /** Through one server alone a loss is recorded only where somebody had not seen the value: not one is needless. */
  readonly mayBeNeedless: boolean
  /** Word of the note -> whose it is. */
  readonly typists: ReadonlyMap<string, string>
  readonly typed: Typed
}
export type Findings = {
  readonly reported: number
  readonly unseen: number
  readonly spurious: number
  readonly deadRecords: number
  /** A hash of everything that the server ends with, but for what it alone writes. */
  readonly state: string
}

/** Breaks a promise in its own words; the invariants of the specification are named in brackets. */
export function checkEnd(end: End): Findings {
  checkEqual(end)
  checkTexts(end)
  checkAuthors(end)
  checkAsTyped(end)
  const reported = reportedLosses(end.server)
  checkSettled(end)
  const survived = survivors(end)
  let unseen = 0
  for (const [place, writes] of groupByField(survived)) {
    const [record = '', field = ''] = place.split(' ')
    unseen += checkField(end, { record, field, writes, reported })
  }
  const records = new Set(survived.map((write) => write.record))
  for (const record of records) checkDeletion(end, record)
  const needless = needlessLosses(end.log, reported)
  if (needless.length > 0 && !end.mayBeNeedless) throw new Error(`L1: a loss is recorded that its winner had seen: ${needless.join('; ')}`)
  return {
    reported: reported.size,
    unseen,
    spurious: needless.length,
    state: stateOf(end.server),
    deadRecords: [...records].filter((id) => isDead(end.server.records.get(id)?.cells ?? {})).length,
  }
}

/** [L5] Whether a loss is settled people alone say. */
function checkSettled({ log, server }: End): void {
  for (const { kind, id, cells } of server.records.values()) {
    const state = kind === 'conflict' ? cells['state'] : undefined
    if (!state || log.numberOf(cellName(id, 'state', state)) !== undefined) continue
    throw new Error(`L5: the loss ${id} is settled, and nobody did it`)
  }
}

function stateOf({ records, texts }: Holding): string {
  const ofRecords = [...records.values()].filter((record) => record.kind !== 'member').map(viewOf)
  const ofTexts = [...texts].map(([id, document]) => `${id} ${shapeOf(document)}`)
  return sha256Hex([...ofRecords, ...ofTexts].toSorted((a, b) => (a < b ? -1 : 1)).join('\n'))
}

/** [I1] Everybody holds the same records and texts as the server. */
function checkEqual({ server, laptops }: End): void {
  laptops.forEach((laptop, index) => {
    for (const id of new Set([...server.records.keys(), ...laptop.records.keys()])) {
      const [mine, theirs] = [laptop.records.get(id), server.records.get(id)]
      if (!mine) throw new Error(`I1: laptop ${index} lacks record ${id} of kind ${theirs?.kind}`)
      if (!theirs) throw new Error(`I1: the server lacks record ${id} of kind ${mine.kind}, which laptop ${index} has`)
      if (viewOf(mine) !== viewOf(theirs)) {
        throw new Error(`I1: record ${id} of laptop ${index} differs from the server's\n${viewOf(mine)}\n${viewOf(theirs)}`)
      }
    }
    for (const id of new Set([...server.texts.keys(), ...laptop.texts.keys()])) {
      const [mine, theirs] = [laptop.texts.get(id), server.texts.get(id)]
      if (!mine || !theirs || shapeOf(mine) !== shapeOf(theirs)) {
        throw new Error(`I1: the text of note ${id} on laptop ${index} differs from the server's`)
      }
    }
  })
}

/** [I2, I3] What any place had of a text when the faults ended is in it. */
function checkTexts({ server, before }: End): void {
  for (const place of before) {
    for (const [id, document] of place.texts) {
      const merged = server.texts.get(id)
      const missing = wordsOf(document).find(
        (word) =>
          !deletedOrHeld(
            merged,
            word,
            before.map((other) => other.texts.get(id)),
          ),
      )
      if (missing !== undefined) throw new Error(`I2: the word "${missing}" of note ${id} is lost`)
      const kept = new Set(merged ? clientsOf(merged) : [])
      const lost = clientsOf(document).find((client) => !kept.has(client))
      if (lost !== undefined) throw new Error(`I2: what somebody did to the text of note ${id} is lost (client ${lost})`)
    }
  }
}

/**
 * [N2] The text is what people did to it, letter by letter and mark by mark, and nothing else. What their edits come to together Yjs alone says: of two words
 * that are typed and marked side by side at the same time, the end of the one mark may end the other's.
 */
function checkAsTyped({ server, typed }: End): void {
  for (const [id, document] of server.texts) {
    const clients = new Set(clientsOf(document))
    const asTyped = new Doc()
    for (const [client, updates] of typed) if (clients.has(client)) updates.forEach((update) => applyUpdateV2(asTyped, update))
    const [is, should] = [document, asTyped].map((one) => JSON.stringify(one.getText('body').toDelta()))
    if (is !== should) throw new Error(`N2: the text of note ${id} is ${is}, and people made it ${should}`)
  }
}

/** Also of what waits in it for what is not there. */
const clientsOf = (document: Text): number[] => decodeUpdateV2(encodeStateAsUpdateV2(document)).structs.map((struct) => struct.id.client)

/** [N5] Each letter is told to be of whoever wrote it, however its note was merged on the way. */
function checkAuthors({ server, laptops, typists }: End): void {
  for (const place of [server, ...laptops]) {
    for (const document of place.texts.values()) {
      for (const { word, authors } of authorsOf(document)) {
        const typist = typists.get(word)
        if (authors.every((author) => author === typist)) continue
        throw new Error(`N5: "${word}" is of ${typist}, and is told to be of ${authors.join(', ')}`)
      }
    }
  }
}

/** Who wrote each letter of each word, by the client of the letter and the people that the note itself names. */
function authorsOf(document: Text): { readonly word: string; readonly authors: readonly (string | undefined)[] }[] {
  const users = document.getMap<{ readonly id?: string }>(USERS)
  const letters: { letter: string; author: string | undefined }[] = []
  for (let item = document.getText('body')._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof ContentString)) continue
    const author = users.get(String(item.id.client))?.id
    letters.push(...Array.from(item.content.str, (letter) => ({ letter, author })))
  }
  const ends = letters.flatMap(({ letter }, at) => (letter === ' ' ? [at] : []))
  return ends.map((end, index) => {
    const word = letters.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end)
    return { word: word.map(({ letter }) => letter).join(''), authors: word.map(({ author }) => author) }
  })
}

type Text = Holding['texts'] extends ReadonlyMap<string, infer Document> ? Document : never

/**
 * A word may be gone only where somebody who had it deleted it, and said so. What was handed in when a visit left a laptop is on no disk's text by the
 * end of the faults, and comes back in healing: then the text at the end alone says who deleted the word.
 */
function deletedOrHeld(merged: Text | undefined, word: string, texts: readonly (Text | undefined)[]): boolean {
  if (!merged) return false
  if (wordsOf(merged).includes(word)) return true
  return [merged, ...texts].some((document) => document !== undefined && deletedWords(document).includes(word))
}

export const wordsOf = (document: Text): string[] =>
  document
    .getText('body')
    .toJSON()
    .split(' ')
    .filter((word) => word !== '')

/** Words with a mark on every letter. */
export function markedWords(document: Text): Set<string> {
  const runs = document.getText('body').toDelta() as { insert: string; attributes?: { bold?: boolean } }[]
  const letters = runs.flatMap(({ insert, attributes }) =>
    Array.from(insert, (letter) => (attributes?.bold === true ? letter : letter === ' ' ? ' ' : '')),
  )
  return new Set(
    letters
      .join('')
      .split(' ')
      .filter((word) => wordsOf(document).includes(word)),
  )
}

/** Who deletes a word says so in the document too, so that the check need not trust the deletion itself. */
export const deletedWords = (document: Text): string[] => [...document.getMap('deleted').keys()]

/** What was saved and did not vanish with the only disk that had it. */
function survivors({ log, server, before, promised }: End): Written[] {
  return log.written.filter((write) => {
    const name = cellName(write.record, write.field, write)
    return server.known.has(name) || promised.has(name) || before.some((place) => place.known.has(name))
  })
}

type FieldCase = {
  readonly record: string
  readonly field: string
  readonly writes: readonly Written[]
  readonly reported: ReadonlyMap<string, RecordDelta>
}

/** [I8, I10] The winner saw every edit that it beat, or the loss is reported; no edit loses to one that it had seen. */
function checkField({ log, server }: End, { record, field, writes, reported }: FieldCase): number {
  const held = server.records.get(record)?.cells[field]
  if (!held) throw new Error(`I2: field ${field} of record ${record} is nowhere`)
  const winner = log.written[log.numberOf(cellName(record, field, held)) ?? -1]
  if (!winner) throw new Error(`I1: field ${field} of record ${record} holds a value that nobody wrote: ${JSON.stringify(held)}`)
  const beaten = writes.find((write) => write.past.has(winner.number))
  if (beaten) throw new Error(`I8: edit ${describe(beaten)} lost to one that it had seen, ${describe(winner)}`)
  const superseded = new Set(writes.flatMap((write) => [...write.past]))
  let unseen = 0
  for (const write of writes) {
    if (write.number === winner.number || superseded.has(write.number)) continue
    unseen += 1
    if (!reported.has(cellName(record, field, write))) throw new Error(`I10: ${describe(write)} is lost in silence to ${describe(winner)}`)
  }
  return unseen
}

/**
 * [I10] No deletion hides an edit that the deleter had not seen, and nothing deleted comes back by itself. What is dead the program
 * says, and what should be the log: `isDead` is among the accused here.
 */
function checkDeletion({ log, server }: End, record: string): void {
  const held = server.records.get(record)
  const deletion = held?.cells[DELETED]
  if (!held) return
  if (!deletion || deletion.value === null) {
    if (isDead(held.cells)) throw new Error(`I10: record ${record} is dead, and nobody deleted it`)
    return
  }
  const deleter = log.written[log.numberOf(cellName(record, DELETED, deletion)) ?? -1]
  const isUnseen = (field: string, cell: Cell): boolean => {
    const number = log.numberOf(cellName(record, field, cell))
    return number === undefined || deleter?.past.has(number) !== true
  }
  const hasUnseenEdit = Object.entries(held.cells).some(([field, cell]) => field !== DELETED && isUnseen(field, cell))
  if (hasUnseenEdit && isDead(held.cells)) throw new Error(`I10: the deletion of ${record} hides an edit`)
  if (!hasUnseenEdit && !isDead(held.cells)) throw new Error(`I10: record ${record}, deleted, is back`)
}

/** Name of the losing cell -> its conflict record. */
export function reportedLosses(place: Holding): Map<string, RecordDelta> {
  const losses = new Map<string, RecordDelta>()
  for (const record of place.records.values()) {
    if (record.kind !== 'conflict') continue
    const { recordId, field, losingStamp, losingValue } = record.cells
    if (typeof recordId?.value !== 'string' || typeof field?.value !== 'string' || typeof losingStamp?.value !== 'string' || !losingValue) {
      throw new Error(`I10: conflict ${record.id} is not whole`)
    }
    const isAsLost = Object.entries(record.cells).every(([name, { stamp }]) => name === 'state' || stamp === losingStamp.value)
    if (!isAsLost) throw new Error(`L4: conflict ${record.id} does not carry the stamp that lost`)
    losses.set(cellName(recordId.value, field.value, { stamp: losingStamp.value, value: losingValue.value }), record)
  }
  return losses
}

/** Reported, though every edit that stands above it had seen it: noise, and not a lost word. */
function needlessLosses(log: Log, reported: ReadonlyMap<string, RecordDelta>): string[] {
  return [...reported.keys()].flatMap((name) => {
    const lost = log.written[log.numberOf(name) ?? -1]
    if (!lost) return []
    const rivals = log.written.filter((write) => write.record === lost.record && write.field === lost.field && isAbove(write, lost))
    return rivals.every((rival) => rival.past.has(lost.number)) ? [describe(lost)] : []
  })
}

const isAbove = (write: Written, lost: Written): boolean =>
  write.stamp > lost.stamp || (write.stamp === lost.stamp && write.number !== lost.number)

function groupByField(writes: readonly Written[]): Map<string, Written[]> {
  const groups = new Map<string, Written[]>()
  for (const write of writes) {
    const place = `${write.record} ${write.field}`
    groups.set(place, [...(groups.get(place) ?? []), write])
  }
  return groups
}

const describe = (write: Written): string =>
  `#${write.number} (laptop ${write.laptop}, ${write.kind} ${write.record.slice(0, 8)}.${write.field} = ${JSON.stringify(write.value)}, ${write.stamp})`

/** One of the checks of this simulation, which begin with the rule; else the storage of a page that is gone. */
export const isBrokenPromise = (error: unknown): boolean => error instanceof Error && /^[A-Z]\d+: /.test(error.message)
