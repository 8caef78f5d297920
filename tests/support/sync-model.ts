import type { Json } from '@shared/lib/canonical-json.ts'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { compareCells, DELETED, type Cell, type Cells, type RecordDelta } from '@shared/sync/cell.ts'
import type { Loss } from '@shared/sync/loss.ts'
import { packRecord, unpackRecord } from '@shared/sync/packed.ts'
import { deviceAuthor, NEVER, type Stamp } from '@shared/sync/stamp.ts'
import type { Rules } from './sync-rules.ts'

/** One record, several laptops and a server, in memory: the smallest world in which every rule of merging can fail. */
const KIND = 'agreement'
const RECORD_ID = '00000000-0000-4000-8000-000000000001'

/** A write that some person made, and every write of the record that they could have seen before it. */
export type Write = {
  readonly number: number
  readonly field: string
  readonly value: Json
  readonly stamp: Stamp
  readonly past: ReadonlySet<number>
}

/**
 * What is left of a loss: the record that the product would sync and, for the checks, which writes won where it was found.
 * The same loss may be found twice: on the laptop, and by the server when later typing replaced the winner before it was sent.
 */
export type Reported = { readonly conflict: RecordDelta; readonly loser: string; readonly winners: ReadonlySet<string> }

/** What any place holds. `seen` is knowledge of the test alone: which writes have been here. */
export type Place = { cells: Cells; readonly reported: Map<string, Reported>; readonly seen: Set<number> }

/** A cell's own name in the test: the field, the stamp and the value. */
export const cellName = (field: string, cell: { stamp: Stamp; value: Json }): string =>
  `${field}|${cell.stamp}|${canonicalJson(cell.value)}`

export class Device implements Place {
  cells: Cells = {}
  readonly reported = new Map<string, Reported>()
  readonly seen = new Set<number>()
  /** Fields that the server has not acknowledged; own ones and those taken over from a colleague's pack. */
  readonly pending = new Set<string>()
  private readonly left = new Set<string>()
  private ownLast: Stamp = NEVER
  /** How wrong the clock is, in milliseconds. */
  clockError = 0
  private readonly rules: Rules
  private readonly deviceId: string
  private readonly author: string

  constructor(rules: Rules, deviceId: string, session: string) {
    this.rules = rules
    this.deviceId = deviceId
    this.author = deviceAuthor(deviceId, session)
  }

  write(field: string, value: Json, { now, log }: { now: number; log: Write[] }): void {
    const held = this.cells[field]
    const moment = { cells: this.cells, ownLast: this.ownLast, now: now + this.clockError, author: this.author }
    const stamp = this.rules.stamp(moment)
    const bases = this.rules.basesOfWrite(held && { cell: held, isPending: this.pending.has(field), hasLeft: this.left.has(field) })
    log.push({ number: log.length, field, value, stamp, past: new Set(this.seen) })
    this.seen.add(log.length - 1)
    this.ownLast = stamp
    this.cells = { ...this.cells, [field]: { value, stamp, bases } }
    this.pending.add(field)
    this.left.delete(field)
  }

  delete(moment: { now: number; log: Write[] }): void {
    this.write(DELETED, this.rules.deletionOf(this.cells) as unknown as Json, moment)
  }

  /** What waits for the server, as it goes out; from now on the server may have it. */
  takePending(): Cells {
    for (const field of this.pending) this.left.add(field)
    return overTheWire(pick(this.cells, this.pending))
  }

  acknowledge(sent: Cells): void {
    for (const [field, cell] of Object.entries(sent)) {
      const held = this.cells[field]
      if (held && compareCells(held, cell) === 0) this.pending.delete(field)
    }
  }

  /** Takes cells in from the server, which has them: they need no sending. Returns true when anything changed. */
  receive(incoming: Cells, from: Place): boolean {
    return this.take(incoming, from, new Set())
  }

  /** @param waiting fields that the server has not acknowledged where they come from: from here on they wait here too */
  private take(incoming: Cells, from: Place, waiting: ReadonlySet<string>): boolean {
    const before = this.cells
    const atStake = this.rules.fieldsAtStake(before, { pending: this.pending, waiting })
    for (const loss of this.rules.lossesOnDevice(before, incoming, atStake)) {
      report(this, loss, { before, incoming, rules: this.rules })
    }
    this.cells = this.rules.join(before, incoming)
    for (const [field, theirs] of Object.entries(incoming)) {
      const mine = before[field]
      const order = mine ? compareCells(mine, theirs) : -1
      if (order > 0 || (order === 0 && waiting.has(field))) continue
      if (!waiting.has(field)) this.pending.delete(field)
      else this.pending.add(field)
      if (order < 0) {
        this.left.add(field)
      }
    }
    learn(this, from)
    return before !== this.cells
  }

  /** Gives everything held to a colleague's laptop with no network, and which of it the server has not acknowledged. */
  packFor(colleague: Device): boolean {
    for (const field of this.pending) this.left.add(field)
    return colleague.take(overTheWire(this.cells), this, new Set(this.pending))
  }

  /** The same disk in another life: a backup to restore or a clone. Its page starts anew, with a session of its own. */
  copy(session: string): Device {
    const twin = new Device(this.rules, this.deviceId, session)
    twin.cells = this.cells
    for (const [id, one] of this.reported) twin.reported.set(id, one)
    for (const number of this.seen) twin.seen.add(number)
    for (const field of this.pending) twin.pending.add(field)
    for (const field of this.left) twin.left.add(field)
    twin.clockError = this.clockError
    twin.ownLast = this.ownLast
    return twin
  }
}

export class Server implements Place {
  cells: Cells = {}
  readonly reported = new Map<string, Reported>()
  readonly seen = new Set<number>()
  private readonly received = new Set<string>()
  private readonly bases = new Map<string, Map<Stamp, Stamp[]>>()
  private readonly rules: Rules

  constructor(rules: Rules) {
    this.rules = rules
  }

  receive(sent: Cells, from: Place): void {
    const before = this.cells
    const fresh = Object.fromEntries(Object.entries(sent).filter(([field, cell]) => !this.received.has(cellName(field, cell))))
    for (const [field, cell] of Object.entries(sent)) this.remember(field, cell)
    const ancestry = (field: string): ReadonlyMap<Stamp, readonly Stamp[]> => this.bases.get(field) ?? new Map<Stamp, Stamp[]>()
    for (const loss of this.rules.lossesOnServer(before, fresh, ancestry)) {
      report(this, loss, { before, incoming: fresh, rules: this.rules })
    }
    this.cells = this.rules.join(before, sent)
    learn(this, from)
  }

  private remember(field: string, cell: Cell): void {
    this.received.add(cellName(field, cell))
    const known = this.bases.get(field) ?? new Map<Stamp, Stamp[]>()
    known.set(cell.stamp, [...(known.get(cell.stamp) ?? []), ...cell.bases])
    this.bases.set(field, known)
  }
}

/** A picture of a place at one moment: the answer of a server that arrives late. */
export const pictureOf = (place: Place): Place => ({
  cells: overTheWire(place.cells),
  reported: new Map(place.reported),
  seen: new Set(place.seen),
})

/** Packs and unpacks, so that every cell of the model travels as it does in the product. */
function overTheWire(cells: Cells): Cells {
  const packed = packRecord({ kind: KIND, id: RECORD_ID, cells })
  return unpackRecord(JSON.parse(JSON.stringify(packed)) as typeof packed).cells
}

function report(place: Place, loss: Loss, meeting: { before: Cells; incoming: Cells; rules: Rules }): void {
  const { before, incoming, rules } = meeting
  const loser = cellName(loss.field, loss)
  const winner = [before[loss.field], incoming[loss.field]].find((cell) => cell && cellName(loss.field, cell) !== loser)
  const conflict = rules.conflictOf({ kind: KIND, id: RECORD_ID }, loss)
  keep(place, { conflict, loser, winners: new Set(winner ? [cellName(loss.field, winner)] : []) })
}

function keep(place: Place, one: Reported): void {
  const known = place.reported.get(one.conflict.id)
  place.reported.set(one.conflict.id, { ...one, winners: new Set([...(known?.winners ?? []), ...one.winners]) })
}

/** Conflict records are records: they travel with the rest. */
function learn(place: Place, from: Place): void {
  for (const one of from.reported.values()) keep(place, one)
  for (const number of from.seen) place.seen.add(number)
}

const pick = (cells: Cells, fields: ReadonlySet<string>): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([field]) => fields.has(field)))
