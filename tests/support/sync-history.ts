import fc from 'fast-check'
import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { DELETED, type Cells } from '@shared/sync/cell.ts'
import { cellName, Device, pictureOf, Server, type Place, type Write } from './sync-model.ts'
import type { Rules } from './sync-rules.ts'

/** What may happen to one record on four laptops. `after` is how many milliseconds pass before it. */
export type Step = { readonly after: number; readonly laptop: number } & (
  | { readonly does: 'write'; readonly field: string; readonly value: number }
  | { readonly does: 'delete' | 'restore-record' | 'pull' | 'late-answer' | 'back-up' | 'restore-backup' }
  | { readonly does: 'sync'; readonly isAnswerLost: boolean }
  | { readonly does: 'clock'; readonly by: number }
  | { readonly does: 'pack' | 'clone'; readonly to: number }
)

export type Faults = { readonly packs: boolean; readonly copies: boolean }
/** How often each thing took effect: a fault that never bites proves nothing. */
export type Tally = Record<string, number>
export type World = { readonly log: Write[]; readonly server: Server; readonly devices: readonly Device[] }

const LAPTOPS = 4
const FIELDS = ['amount', 'text'] as const
const YEAR = 31_536_000_000
const START = 1_741_000_000_000

/** Histories of up to sixty steps. Without `size: 'max'` the library makes ten at most, too few for most faults. */
export function histories({ packs, copies }: Faults): fc.Arbitrary<Step[]> {
  const after = fc.constantFrom(0, 1, 1000)
  const laptop = fc.nat(LAPTOPS - 1)
  const plain = (does: 'delete' | 'restore-record' | 'pull' | 'late-answer' | 'back-up' | 'restore-backup') =>
    fc.record({ after, laptop, does: fc.constant(does) })
  const between = (does: 'pack' | 'clone') => fc.record({ after, laptop, does: fc.constant(does), to: laptop })
  const by = fc.constantFrom(-YEAR, -60_000, -2000, -1000, -1, 60_000, YEAR)
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ after, laptop, does: fc.constant('write'), field: fc.constantFrom(...FIELDS), value: fc.nat(20) }),
    },
    { weight: 3, arbitrary: fc.record({ after, laptop, does: fc.constant('sync'), isAnswerLost: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ after, laptop, does: fc.constant('clock'), by }) },
    { weight: 1, arbitrary: plain('delete') },
    { weight: 1, arbitrary: plain('restore-record') },
    { weight: 1, arbitrary: plain('pull') },
    { weight: 1, arbitrary: plain('late-answer') },
    ...(packs ? [{ weight: 2, arbitrary: between('pack') }] : []),
    ...(copies ? [plain('back-up'), plain('restore-backup'), between('clone')].map((arbitrary) => ({ weight: 1, arbitrary })) : []),
  )
  return fc.array(step, { maxLength: 60, size: 'max' })
}

/** Lives through a history; at its end everyone syncs twice. */
export function live(history: readonly Step[], rules: Rules, tally: Tally): World {
  const life = new Life(rules, tally)
  for (const step of history) life.take(step)
  life.settle()
  return life.world
}

class Life {
  readonly world: World & { devices: Device[] }
  private readonly backups = new Map<number, Device>()
  private readonly late = new Map<Device, { sent: Cells; picture: Place }>()
  private readonly rules: Rules
  private readonly tally: Tally
  private now = START
  private sessions = LAPTOPS

  constructor(rules: Rules, tally: Tally) {
    this.rules = rules
    this.tally = tally
    const devices = Array.from({ length: LAPTOPS }, (_, index) => new Device(rules, `laptop${index}`, `s${index}`))
    this.world = { log: [], server: new Server(rules), devices }
  }

  take(step: Step): void {
    this.now += step.after
    const device = this.world.devices[step.laptop]
    if (!device) return
    const moment = { now: this.now, log: this.world.log }
    switch (step.does) {
      case 'write':
        return device.write(step.field, step.value, moment)
      case 'delete':
        return this.effect('deletions', Object.keys(device.cells).length > 0, () => device.delete(moment))
      case 'restore-record':
        return this.effect('records restored', this.rules.isDead(device.cells), () => device.write(DELETED, null, moment))
      case 'sync':
        return this.sync(device, step.isAnswerLost)
      case 'pull':
        return this.pull(device)
      case 'late-answer':
        return this.answerLate(device)
      case 'clock':
        return this.effect('clocks jumped', this.now + device.clockError + step.by > 0, () => (device.clockError += step.by))
      case 'pack':
        return this.pack(device, step)
      case 'back-up':
        this.backups.set(step.laptop, device.copy('backup'))
        return
      case 'restore-backup':
        return this.replace(step.laptop, this.backups.get(step.laptop), 'backups restored')
      case 'clone':
        return step.to === step.laptop ? undefined : this.replace(step.to, device, 'laptops cloned')
    }
  }

  settle(): void {
    for (let round = 0; round < 2; round++) for (const device of this.world.devices) this.sync(device, false)
  }

  private sync(device: Device, isAnswerLost: boolean): void {
    const { server } = this.world
    const sent = device.takePending()
    server.receive(sent, device)
    if (isAnswerLost) {
      this.count('answers lost', Object.keys(sent).length > 0)
      this.late.set(device, { sent, picture: pictureOf(server) })
      return
    }
    this.late.delete(device)
    device.acknowledge(sent)
    device.receive(pictureOf(server).cells, server)
  }

  /** Rule P6: with a push unanswered the laptop repeats it first, or it would report losses that never were. */
  private pull(device: Device): void {
    if (this.late.has(device)) return
    this.count('pulls alone that changed something', device.receive(pictureOf(this.world.server).cells, this.world.server))
  }

  /** An answer that was on its way while the world went on. */
  private answerLate(device: Device): void {
    const answer = this.late.get(device)
    if (!answer) return
    this.late.delete(device)
    this.count('answers late', true)
    device.acknowledge(answer.sent)
    device.receive(answer.picture.cells, answer.picture)
  }

  /** The laptop `index` becomes a copy of another disk; only one without unsent work, which would be lost with its disk. */
  private replace(index: number, source: Device | undefined, name: string): void {
    const old = this.world.devices[index]
    if (!source || !old || this.hasUnsent(old)) return
    this.sessions += 1
    this.world.devices[index] = source.copy(`s${this.sessions}`)
    this.count(name, true)
  }

  /** Conflict records wait for the server like everything else. */
  private hasUnsent(device: Device): boolean {
    return device.pending.size > 0 || [...device.reported.keys()].some((id) => !this.world.server.reported.has(id))
  }

  private pack(device: Device, { to, laptop }: { to: number; laptop: number }): void {
    const colleague = this.world.devices[to]
    if (colleague && to !== laptop) this.count('packs that changed something', device.packFor(colleague))
  }

  private effect(name: string, takes: boolean, change: () => void): void {
    if (takes) change()
    this.count(name, takes)
  }

  private count(name: string, tookEffect: boolean): void {
    if (tookEffect) this.tally[name] = (this.tally[name] ?? 0) + 1
  }
}

/** Throws in the words of the promise that does not hold. Returns how many reported losses had been seen by their winner. */
export function checkPromises({ log, server, devices }: World, rules: Rules, tally: Tally): number {
  for (const device of devices) if (view(device.cells) !== view(server.cells)) throw new Error('places differ')
  for (const device of devices) {
    if (canonicalJson([...device.reported.keys()].sort()) !== canonicalJson([...server.reported.keys()].sort())) {
      throw new Error('conflict records differ')
    }
  }
  const numbersByName = new Map(log.map((write) => [cellName(write.field, write), write.number]))
  checkDeletion({ log, server, numbersByName }, rules)
  for (const field of [...FIELDS, DELETED]) checkField({ log, server, numbersByName }, field, tally)
  let spurious = 0
  for (const { loser, winners } of server.reported.values()) {
    const lost = numbersByName.get(loser) ?? -1
    if ([...winners].every((name) => log[numbersByName.get(name) ?? -1]?.past.has(lost))) spurious += 1
  }
  add(tally, 'losses reported', server.reported.size)
  add(tally, 'losses reported that the winner had seen', spurious)
  return spurious
}

type Outcome = { readonly log: readonly Write[]; readonly server: Server; readonly numbersByName: ReadonlyMap<string, number> }

function checkDeletion({ log, server, numbersByName }: Outcome, rules: Rules): void {
  const deletion = server.cells[DELETED]
  const isDead = rules.isDead(server.cells)
  if (!deletion || deletion.value === null) {
    if (isDead) throw new Error('a record that nobody deletes is dead')
    return
  }
  const deleter = log[numbersByName.get(cellName(DELETED, deletion)) ?? -1]
  const hasUnseenEdit = FIELDS.some((field) => {
    const cell = server.cells[field]
    return cell !== undefined && !deleter?.past.has(numbersByName.get(cellName(field, cell)) ?? -1)
  })
  if (hasUnseenEdit && isDead) throw new Error('a deletion hides an edit')
  if (!hasUnseenEdit && !isDead) throw new Error('a deleted record is back')
}

function checkField({ log, server, numbersByName }: Outcome, field: string, tally: Tally): void {
  const writes = log.filter((write) => write.field === field && server.seen.has(write.number))
  const held = server.cells[field]
  if (!held) {
    if (writes.length > 0) throw new Error('a write is nowhere')
    return
  }
  const winner = log[numbersByName.get(cellName(field, held)) ?? -1]
  if (writes.some((write) => winner && write.past.has(winner.number))) throw new Error('an edit lost to one that it had seen')
  const superseded = new Set(writes.flatMap((write) => [...write.past]))
  const reported = new Set([...server.reported.values()].map((one) => one.loser))
  for (const write of writes) {
    if (write.number === winner?.number || superseded.has(write.number)) continue
    add(tally, 'values overwritten unseen', 1)
    if (!reported.has(cellName(field, write))) throw new Error('a value is lost in silence')
  }
}

const view = (cells: Cells): string =>
  canonicalJson(Object.fromEntries(Object.entries(cells).map(([field, { value, stamp }]) => [field, { value, stamp }])))

function add(tally: Tally, name: string, more: number): void {
  tally[name] = (tally[name] ?? 0) + more
}
