import type { Random } from './random.ts'

/** What may go wrong with one request. */
export const NETWORK_FAULTS = [
  'request lost',
  'answer lost',
  'duplicate',
  'request cut',
  'answer cut',
  'proxy error',
  'captive portal',
  'token refused',
  'too many requests',
  'server dies',
  'transaction again',
  'database away',
  'other protocol',
  'reorder',
] as const
export type NetworkFault = (typeof NETWORK_FAULTS)[number]

/** What may befall laptops, servers and people; each is switched on or off for a whole run. */
export const WORLD_FAULTS = [
  'slow network',
  'page dies',
  'clock jump',
  'laptop restored',
  'laptop cloned',
  'resumed twice',
  'second tab',
  'server restored',
  'server emptied',
  'server clock',
  'membership',
  'removed',
  'typed into deleted',
  'bytes cut',
  'other version',
  'pack',
  'cut off',
  'reviewer',
  'unsaved form',
  'marked',
  'server advanced',
] as const
/** With these, not everybody hears of everything from one server alone: a loss may be recorded that had been seen. */
export const MEET_ELSEWHERE: readonly Fault[] = [
  'pack',
  'laptop restored',
  'laptop cloned',
  'resumed twice',
  'server restored',
  'server emptied',
  'server advanced',
]
export type WorldFault = (typeof WORLD_FAULTS)[number]
export type Fault = NetworkFault | WorldFault

/** Something goes wrong with the request of that place in a sync, or with its first push or pull; or dies at that statement. */
export type RequestFault = {
  readonly request: number | 'push' | 'pull'
  readonly fault: NetworkFault
  readonly statement: number
  readonly later: number
}

export type Action =
  | { readonly does: 'write'; readonly record: string; readonly field: string; readonly value: string | number }
  | { readonly does: 'delete' | 'restore' | 'link'; readonly record: string }
  | { readonly does: 'type'; readonly removes: boolean }
  /** Of two versions the one that stands, the latest that lost, or one's own; by chance where nothing is said. */
  | { readonly does: 'settle'; readonly choose?: 'stands' | 'lost' | 'own' }
  /** A word of the note is marked. */
  | { readonly does: 'mark' }
  /** Where this laptop's person may only review, they say that of a record. */
  | { readonly does: 'review'; readonly record: string; readonly state: 'returned' | 'accepted' }
  /** Something is typed in a form and not saved; null where the form is left for good. */
  | { readonly does: 'form'; readonly form: string; readonly text: string | null }
  | {
      readonly does:
        | 'open second tab'
        | 'close tabs'
        | 'sign in'
        | 'back up'
        | 'restore backup'
        | 'dump server'
        | 'restore server'
        | 'empty server'
        /** What must hold at every moment is looked at now. */
        | 'look'
    }
  | { readonly does: 'sync'; readonly slow: number; readonly faults: readonly RequestFault[] }
  | { readonly does: 'clock' | 'server clock'; readonly by: number }
  | { readonly does: 'clone' | 'pack'; readonly to: number }
  /** Both write that field in one millisecond. */
  | { readonly does: 'resume twice'; readonly to: number; readonly field: string }
  | { readonly does: 'network'; readonly isUp: boolean }
  | { readonly does: 'role'; readonly role: 'reader' | 'editor' | 'reviewer' | null; readonly faults?: readonly RequestFault[] }
  /** A file of so many bytes is attached to a meeting. */
  | { readonly does: 'attach'; readonly size: number }
  /** Bytes go to and fro, in both directions where files are kept offline. */
  | { readonly does: 'carry'; readonly keeps: boolean; readonly faults: readonly RequestFault[] }

/** `after` milliseconds, on that laptop and tab; the page dies at that storage call from here, 0 for never. */
export type Step = { readonly after: number; readonly laptop: number; readonly tab: number; readonly diesIn: number } & Action
export type Plan = {
  readonly seed: number
  readonly faults: readonly Fault[]
  readonly laptops: number
  readonly pageSize: number
  readonly compactAfter: number
  readonly steps: readonly Step[]
}

const DAY = 86_400_000
const JUMPS = [-365 * DAY, -DAY, -60_000, -1_000, -1, 60_000, DAY, 365 * DAY] as const
const RECORDS = ['agreement 0', 'agreement 1', 'agreement 2', 'meeting 0', 'meeting 1', 'visit'] as const
const FIELDS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  agreement: ['text', 'status', 'owner'],
  meeting: ['title', 'place'],
  visit: ['title'],
}

/** One that others write on, and one that nobody else writes: there the value that lost stays the last word of whoever wrote it. */
export const TWICE = ['text', 'twice'] as const

/** What begins so was typed into a form and saved by nobody. */
export const UNSAVED = 'unsaved '

/** Chance decides of these apart from all others: a history in which they are off is what it was before there were any. */
export const BY_THEMSELVES: readonly Fault[] = ['reorder', 'server advanced']

type Weighted = readonly [weight: number, make: () => Action]

/** Steps by chance, one after the other. */
export class StepMaker {
  private readonly random: Random
  private readonly on: ReadonlySet<Fault>
  private readonly laptops: number
  private readonly requestFaults: readonly NetworkFault[]
  private readonly order: Random
  private values = 0
  /** What follows from the step before, whatever chance says. */
  private readonly ahead: Step[] = []

  constructor(random: Random, faults: readonly Fault[], laptops: number) {
    this.random = random
    this.on = new Set(faults)
    this.laptops = laptops
    this.requestFaults = NETWORK_FAULTS.filter((fault) => this.on.has(fault) && !BY_THEMSELVES.includes(fault))
    this.order = random.fork('order')
  }

  next(): Step {
    const { random } = this
    const ahead = this.ahead.shift()
    if (ahead) return ahead
    if (random.chance(0.08)) {
      const [first, ...others] = this.quarrel()
      this.ahead.push(...others)
      return first
    }
    const laptop = random.int(this.laptops)
    const after = random.pick([0, 0, 1, 400, 2_000, 30_000, 1_200_000])
    const diesIn = this.on.has('page dies') && random.chance(0.08) ? 1 + random.int(60) : 0
    return { after, laptop, tab: random.int(2), diesIn, ...this.action(laptop) }
  }

  /**
   * Two people at the same place, with nothing in between: one field, the same words twice, or a deletion beside an edit of what
   * the deleter had seen, or of what was not there.
   */
  private quarrel(): [Step, ...Step[]] {
    const { random } = this
    const one = random.int(this.laptops)
    const other = (one + 1 + random.int(Math.max(1, this.laptops - 1))) % this.laptops
    const record = random.pick(['agreement 0', 'agreement 1', 'meeting 1'])
    const at = (laptop: number, action: Action, after = 1): Step => ({ after, laptop, tab: 0, diesIn: 0, ...action })
    const write = (field: string, value: string): Action => ({ does: 'write', record, field, value })
    this.values += 1
    const fresh = `fresh${this.values}`
    const calm: Action = { does: 'sync', slow: 0, faults: [] }
    const meet = [at(one, calm), at(other, calm), at(one, calm)]
    const field = FIELDS[record.split(' ')[0] ?? '']?.[0] ?? 'text'
    const remove: Action = { does: 'delete', record }
    switch (random.int(8)) {
      case 0:
        return [at(one, write(field, `this ${this.values}`)), at(other, write(field, `that ${this.values}`)), ...meet]
      case 1:
        return [at(one, write(field, `alike ${this.values}`)), at(other, write(field, `alike ${this.values}`)), ...meet]
      case 2:
        return [at(one, remove), at(other, write(field, `beside ${this.values}`)), ...meet]
      case 3:
        return [at(one, remove), at(other, write(fresh, 'new')), ...meet]
      case 4:
        return this.deletion(at, { one, other, meet })
      case 5:
        // Nobody says a word to what is dead.
        return [at(one, remove), at(one, write(field, `after ${this.values}`)), ...meet]
      case 6: {
        const link: Action = { does: 'link', record: 'participant 0' }
        return [at(one, link), at(one, { does: 'delete', record: 'participant 0' }), at(one, link), ...meet]
      }
      default:
        // Three who change the same one after the other, and one of them unheard: two losses of one field.
        return [
          at(one, write(field, `first ${this.values}`)),
          ...meet,
          at(one, write(field, `mine ${this.values}`)),
          at(other, write(field, `theirs ${this.values}`)),
          at(one, calm),
          at(one, write(field, `mine again ${this.values}`)),
          at(other, write(field, `theirs again ${this.values}`)),
          ...meet,
        ]
    }
  }

  /** Something that two have seen is deleted, and nobody else touches it: it is dead for ever. */
  private deletion(
    at: (laptop: number, action: Action) => Step,
    { one, other, meet }: { one: number; other: number; meet: Step[] },
  ): [Step, ...Step[]] {
    const record = `openQuestion ${this.values}`
    return [at(one, { does: 'write', record, field: 'text', value: 'who?' }), ...meet, at(other, { does: 'delete', record }), ...meet]
  }

  private action(laptop: number): Action {
    const choices = this.choices(laptop)
    let left = this.random.next() * choices.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, make] of choices) {
      left -= weight
      if (left < 0) return make()
    }
    return { does: 'sync', slow: 0, faults: [] }
  }

  private choices(laptop: number): Weighted[] {
    const { random } = this
    const plain = (weight: number, does: 'settle' | 'sign in' | 'close tabs'): Weighted => [weight, () => ({ does })]
    const choices: Weighted[] = [
      [30, () => this.write(laptop)],
      [30, () => this.sync()],
      [10, () => ({ does: 'type', removes: random.chance(0.2) })],
      [3, () => ({ does: 'delete', record: this.record() })],
      [2, () => ({ does: 'restore', record: this.record() })],
      [2, () => ({ does: 'link', record: 'participant 0' })],
      plain(2, 'settle'),
      plain(5, 'sign in'),
      plain(1, 'close tabs'),
    ]
    const when = (fault: WorldFault, ...more: Weighted[]): void => void (this.on.has(fault) && choices.push(...more))
    when('clock jump', [4, () => ({ does: 'clock', by: random.pick(JUMPS) })])
    when('laptop restored', [2, () => ({ does: 'back up' })], [2, () => ({ does: 'restore backup' })])
    when('laptop cloned', [1, () => ({ does: 'clone', to: random.int(this.laptops) })])
    when('resumed twice', [1, () => ({ does: 'resume twice', to: random.int(this.laptops), field: random.pick(TWICE) })])
    when('pack', [5, () => ({ does: 'pack', to: random.int(this.laptops) })])
    when('cut off', [2, () => ({ does: 'network', isUp: false })], [3, () => ({ does: 'network', isUp: true })])
    when('second tab', [3, () => ({ does: 'open second tab' })])
    when('server restored', [2, () => ({ does: 'dump server' })], [2, () => ({ does: 'restore server' })])
    when('server emptied', [0.7, () => ({ does: 'empty server' })])
    when('server clock', [1, () => ({ does: 'server clock', by: random.pick([-600_000, 600_000, -365 * DAY, 365 * DAY]) })])
    when('membership', [3, () => ({ does: 'role', role: random.pick(['reader', 'editor']) })])
    when('reviewer', [2, () => ({ does: 'role', role: random.pick(['reviewer', 'reviewer', 'editor']) })], [5, () => this.review()])
    when('unsaved form', [4, () => this.form()])
    when('marked', [3, () => ({ does: 'mark' })])
    when('removed', [1, () => ({ does: 'role', role: null })])
    when('bytes cut', [1, () => ({ does: 'attach', size: random.pick([1, 20_000, 300_000]) })], [3, () => this.carry()])
    return choices
  }

  private record(): string {
    return this.random.pick(['agreement 0', 'agreement 1', 'meeting 0', 'participant 0', 'note 0'])
  }

  /** Mostly a value of its own; sometimes one that somebody else writes too. */
  private write(laptop: number): Action {
    const { random } = this
    this.values += 1
    const value = random.chance(0.15) ? random.int(3) : `value ${this.values}`
    if (this.on.has('other version') && laptop === 0 && random.chance(0.3)) {
      return random.chance(0.5)
        ? { does: 'write', record: 'gadget 0', field: 'colour', value }
        : { does: 'write', record: 'agreement 0', field: 'fieldOfTomorrow', value }
    }
    const record = random.pick(RECORDS)
    return { does: 'write', record, field: random.pick(FIELDS[record.split(' ')[0] ?? ''] ?? ['title']), value }
  }

  private review(): Action {
    const { random } = this
    return { does: 'review', record: random.pick(['agreement 0', 'meeting 1']), state: random.pick(['returned', 'accepted']) }
  }

  private form(): Action {
    const { random } = this
    this.values += 1
    return { does: 'form', form: random.pick(['agreement 0', 'new']), text: random.chance(0.2) ? null : `${UNSAVED}${this.values}` }
  }

  private carry(): Action {
    const { random } = this
    const fault = random.pick<NetworkFault>(['request lost', 'answer lost', 'request cut', 'answer cut', 'server dies'])
    const faults = random.chance(0.5) ? [{ request: random.int(6), fault, statement: 1 + random.int(6), later: 0 }] : []
    return { does: 'carry', keeps: random.chance(0.5), faults }
  }

  private readonly isOutOfOrder = (): boolean => this.on.has('reorder') && this.order.chance(0.2)

  private outOfOrder(): RequestFault {
    const { order } = this
    return { request: order.int(4), fault: 'reorder', statement: 1 + order.int(2), later: order.pick([1_000, 100_000, 2_000_000]) }
  }

  private sync(): Action {
    const { random } = this
    const slow = this.on.has('slow network') && random.chance(0.4) ? random.pick([500, 5_000, 60_000]) : 0
    const [first, ...others] = this.requestFaults
    const isFaulty = first !== undefined && random.chance(0.5)
    const fault = (): RequestFault => ({
      request: random.int(4),
      fault: random.pick([first ?? 'answer lost', ...others]),
      statement: 1 + random.int(30),
      later: random.pick([0, 1_000, 100_000]),
    })
    const faults = isFaulty ? (random.chance(0.3) ? [fault(), fault()] : [fault()]) : []
    return { does: 'sync', slow, faults: this.isOutOfOrder() ? [...faults, this.outOfOrder()] : faults }
  }
}
