import type { Random } from './random.ts'
import { NETWORK_FAULTS, TWICE, UNSAVED, type Action, type Fault, type NetworkFault, type RequestFault, type Step } from './steps.ts'

/**
 * Each fault that is switched on happens at least once, in the middle of everything else: chance alone would leave the rare ones out
 * of a short history. Some need a step before theirs, such as a backup before it can be restored.
 */
export function withEveryFault(
  steps: readonly Step[],
  faults: readonly Fault[],
  { random, laptops }: { random: Random; laptops: number },
): Step[] {
  // What belongs together stays together, whatever else is put in between later.
  const all: Step[][] = steps.map((step) => [step])
  for (const fault of faults) {
    const groups = together(surely(fault, random, { laptops, isOn: (other) => faults.includes(other) }))
    const places = groups.map(() => random.int(all.length + 1)).toSorted((a, b) => a - b)
    groups.forEach((group, index) => all.splice((places[index] ?? 0) + index, 0, group))
  }
  return all.flat()
}

/** A step stands anywhere after the one before, unless it says when it follows. */
const WHENEVER = 1

function together(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    if (last && step.after !== WHENEVER) last.push(step)
    else groups.push([step])
  }
  return groups
}

type Around = { readonly laptops: number; readonly isOn: (fault: Fault) => boolean }

function surely(fault: Fault, random: Random, { laptops, isOn }: Around): Step[] {
  const laptop = random.int(laptops)
  const step = (action: Action, more: Partial<Step> = {}): Step =>
    ({ after: WHENEVER, laptop, tab: 0, diesIn: 0, ...action, ...more }) as Step
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const next = (laptop + 1) % laptops
  const word: Action = { does: 'write', record: 'agreement 0', field: 'text', value: `in the way of ${fault}` }
  const soon = { after: 0 }
  if (fault === 'reorder') return [...passedBy(step, random), ...(isOn('membership') ? roleOutOfOrder(step) : [])]
  // Half of the time in a field of this story alone: whoever writes on what they lost hides that nobody told of it.
  const ownField = fault.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())
  const field = random.chance(0.5) ? 'text' : ownField
  const write = (of: string, value: string, more: Partial<Step> = soon): Step =>
    step({ does: 'write', record: 'agreement 1', field: of, value }, more)
  const text = (value: string, more?: Partial<Step>): Step => write(field, value, more)
  const own = (value: string, more?: Partial<Step>): Step => write(ownField, value, more)
  if (isOfNetwork(fault)) {
    // Of what comes first only a push has a body that can be cut.
    const befalls: RequestFault = {
      request: fault === 'request cut' ? 'push' : random.int(2),
      fault,
      statement: 1 + random.int(6),
      later: 1_000,
    }
    if (fault !== 'answer lost' && fault !== 'duplicate') return [step(word), step({ ...calm, faults: [befalls] })]
    // The push arrives. Its sender goes on writing, or others go on from what arrived.
    const arrives = step({ ...calm, faults: [{ ...befalls, request: 'push' }] }, soon)
    const others = { laptop: next, ...soon }
    if (random.chance(0.5)) return [text('sent', {}), arrives, text('written on'), step(calm, soon)]
    const going = ['taken up', 'and again'].flatMap((value) => [text(value, others), step(calm, others)])
    return [text('sent', {}), arrives, step(calm, others), ...going, step(calm, soon)]
  }
  switch (fault) {
    case 'slow network':
      if (random.chance(0.5)) return movedWhilePagesCome(step, next)
      // Edited while its push is on the way; looked at between its answer and the pull, which would mend what went wrong.
      return [
        text('sent', {}),
        step({ ...calm, slow: 5_000 }, soon),
        text('on the way', { after: 12_000 }),
        step({ does: 'look' }, { after: 9_000 }),
        step(calm, { after: 60_000 }),
      ]
    case 'page dies':
      return [step(word, { diesIn: 2 + random.int(3) })]
    case 'clock jump':
      return [step({ does: 'clock', by: -3_600_000 })]
    case 'laptop restored':
      if (random.chance(0.6)) {
        const heard = random.int(3)
        return handedOverAndForgotten(heard === 2 ? own : text, step, { next, heard })
      }
      return [step({ does: 'back up' }), step(word), step({ does: 'restore backup' })]
    case 'laptop cloned':
      return [step({ does: 'clone', to: next }), ...sameMoment(step, { laptop, next })]
    case 'resumed twice':
      return [step({ does: 'resume twice', to: next, field: random.pick(TWICE) }), step(calm), step(calm, { laptop: next })]
    case 'second tab':
      return [step({ does: 'sign in' }), step({ does: 'open second tab' }), step(word, { tab: 1 })]
    case 'server restored':
      if (random.chance(0.3)) return overwrittenByAPack(own, step, { laptop, next, isRestoredFirst: random.chance(0.5) })
      // Or between the answer to a push and the pull after it, to where others had written over what it brought.
      if (random.chance(0.5)) {
        const pullLost: Action = { ...calm, faults: [{ request: 'pull', fault: 'request lost', statement: 1, later: 0 }] }
        return [
          step(calm),
          text('sent and answered', { after: 2 }),
          text('later and unseen', { after: 2, laptop: next }),
          step(calm, { laptop: next, ...soon }),
          step({ does: 'dump server' }, soon),
          step(pullLost, soon),
          step({ does: 'restore server' }, soon),
          step(calm, soon),
        ]
      }
      return [step({ does: 'dump server' }), step(word), step(calm), step({ does: 'restore server' })]
    case 'server emptied':
      return [step({ does: 'empty server' })]
    case 'server advanced':
      return advanced({ text, own }, step, { laptop, next, third: (laptop + 2) % laptops, heard: random.int(3) })
    case 'server clock':
      return [step({ does: 'server clock', by: 600_000 })]
    case 'membership':
      return [
        step({ does: 'role', role: 'reader' }, { laptop: 0 }),
        // Words that may not be sent, and later ones that come in.
        step({ does: 'type', removes: false }, { laptop: 1 }),
        step(calm, { laptop: 1, ...soon }),
        step({ does: 'type', removes: false }, { laptop: 0 }),
        step(calm, { laptop: 0, ...soon }),
        step(calm, { laptop: 1, ...soon }),
        // Before they may be sent again: what waits must still be seen to wait.
        step({ does: 'look' }, { laptop: 1, ...soon }),
        step({ does: 'role', role: 'editor' }, { laptop: 0 }),
      ]
    case 'removed':
      // Or between the list of visits, which still tells of this one, and the pull.
      if (random.chance(0.3)) {
        return [
          step({ does: 'sign in' }, { laptop: 1 }),
          step(calm, { laptop: 1, after: 0 }),
          step(word, { laptop: 0, after: 0 }),
          step(calm, { laptop: 0, after: 0 }),
          step({ ...calm, slow: 5_000 }, { laptop: 1, after: 0 }),
          step({ does: 'role', role: null }, { laptop: 0, after: 12_000 }),
          step(calm, { laptop: 1, after: 60_000 }),
        ]
      }
      // Where servers are restored, this one is restored to before it all.
      if (isOn('server restored') && random.chance(0.5)) return handedInAndForgotten(own, step)
      return [
        step(word, { laptop: 1 }),
        step({ does: 'role', role: null }, { laptop: 0, after: 0 }),
        step(calm, { laptop: 1, after: 0 }),
        step({ does: 'sign in' }, { laptop: 1 }),
        step(calm, { laptop: 1 }),
      ]
    case 'reviewer':
      return reviewed(step, random.chance(0.5))
    case 'unsaved form': {
      const typed: Action = { does: 'form', form: 'agreement 1', text: `${UNSAVED}before the page ends` }
      // What is in it leaves with nobody: neither with the record that it is about nor by a pack.
      return [step(typed), text('saved beside it'), step({ does: 'close tabs' }, soon), step(calm, soon), step({ does: 'look' }, soon)]
    }
    case 'marked':
      return [step({ does: 'type', removes: false }), step({ does: 'mark' }, soon), step(calm, soon)]
    case 'typed into deleted': {
      const words: Action = { does: 'type', removes: false }
      const deleted = [step({ does: 'delete', record: 'note 0' }), step(calm, soon), step(calm, { laptop: next, ...soon })]
      return [...deleted, step(words, { laptop: next, ...soon })]
    }
    case 'bytes cut': {
      const cut = random.pick<NetworkFault>(['request cut', 'answer lost', 'server dies'])
      const faults = [{ request: 2 + random.int(2), fault: cut, statement: 1, later: 0 }] as const
      return [step({ does: 'attach', size: 300_000 }), step(calm, soon), step({ does: 'carry', keeps: false, faults }, soon)]
    }
    case 'other version':
      return [step({ does: 'write', record: 'gadget 0', field: 'colour', value: 'red' }, { laptop: 0 })]
    case 'pack':
      if (random.chance(0.15)) return besideAPack(text, step, next)
      // On what stood there before: whether the first writer stood on it, too, is the question.
      return [...goneOnFrom((value, more) => write('text', value, more), step, { laptop, next, third: (laptop + 2) % laptops })]
    case 'cut off':
      return [step({ does: 'network', isUp: false }), step(calm), step({ does: 'network', isUp: true })]
  }
}

/** A reviewer returns one record and accepts another; what they write besides goes nowhere. Their role may end before it is sent. */
function reviewed(step: (action: Action, more?: Partial<Step>) => Step, isTakenBack: boolean): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const [owners, theirs] = [
    { laptop: 0, after: 0 },
    { laptop: 1, after: 0 },
  ]
  const review = (record: string, state: 'returned' | 'accepted'): Step => step({ does: 'review', record, state }, theirs)
  return [
    step({ does: 'sign in' }, { laptop: 1 }),
    step(calm, theirs),
    step({ does: 'role', role: 'reviewer' }, owners),
    step(calm, theirs),
    review('agreement 2', 'returned'),
    step(calm, theirs),
    step({ does: 'write', record: 'agreement 1', field: 'status', value: 'by a reviewer' }, theirs),
    review('agreement 2', 'accepted'),
    ...(isTakenBack ? [step({ does: 'role', role: 'editor' }, owners)] : []),
    step(calm, theirs),
    step({ does: 'look' }, theirs),
  ]
}

/**
 * Three records changed one after the other; while pages with them come, the middle one is changed again, and moves from before the page
 * that is next to behind it. Where pages are small, the laptop never gets it at its old place.
 */
function movedWhilePagesCome(step: (action: Action, more?: Partial<Step>) => Step, next: number): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const others = { laptop: next, after: 0 }
  const change = (record: string, field: string): Step[] => [
    step({ does: 'write', record, field, value: `${field} while pages come` }, others),
    step(calm, others),
  ]
  return [
    step(calm),
    step(calm, others),
    step(calm, { after: 0 }),
    ...change('agreement 0', 'status'),
    ...change('agreement 2', 'status'),
    ...change('meeting 1', 'place'),
    // The list of visits and the first page are answered after ten seconds each.
    step({ ...calm, slow: 5_000 }, { after: 0 }),
    step({ does: 'write', record: 'agreement 2', field: 'owner', value: 'changed while pages come' }, { laptop: next, after: 18_000 }),
    step(calm, others),
    step({ does: 'look' }, { after: 60_000 }),
  ]
}

/** What a pack brought is written on twice, over the server, before its first writer is heard there. */
function goneOnFrom(
  text: (value: string, more?: Partial<Step>) => Step,
  step: (action: Action, more?: Partial<Step>) => Step,
  { laptop, next, third }: { laptop: number; next: number; third: number },
): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const of = (one: number): Partial<Step> => ({ laptop: one, after: 0 })
  return [
    text('in a pack', {}),
    step({ does: 'pack', to: next }, of(laptop)),
    text('gone on from the pack', of(next)),
    step(calm, of(next)),
    step(calm, of(third)),
    text('gone on from there', of(third)),
    step(calm, of(third)),
    step(calm, of(laptop)),
  ]
}

/**
 * Two write beside each other; what one of them hands to the other in a pack is older, and loses there, and that disk is then an older one.
 * Only the other can tell of it, whether the ministry has heard of the winner by then or not; where it has heard of two, the bases of the
 * winner no longer say whether it stands on what was handed over.
 */
function handedOverAndForgotten(
  text: (value: string, more?: Partial<Step>) => Step,
  step: (action: Action, more?: Partial<Step>) => Step,
  { next, heard }: { next: number; heard: number },
): Step[] {
  const soon = { after: 0 }
  const sent = step({ does: 'sync', slow: 0, faults: [] }, { laptop: next, ...soon })
  return [
    step({ does: 'back up' }),
    text('handed over and forgotten', soon),
    text('beside what is handed over', { laptop: next, after: 2 }),
    ...(heard > 0 ? [sent] : []),
    ...(heard > 1 ? [text('on top of that', { laptop: next, after: 2 }), sent] : []),
    step({ does: 'pack', to: next }, soon),
    step({ does: 'restore backup' }, soon),
  ]
}

/**
 * What the ministry had, and has forgotten, is overwritten by a pack. Where the server was restored first, what the pack brings waits for nobody;
 * where afterwards, it is there before what it overwrote.
 */
function overwrittenByAPack(
  text: (value: string, more?: Partial<Step>) => Step,
  step: (action: Action, more?: Partial<Step>) => Step,
  { laptop, next, isRestoredFirst }: { laptop: number; next: number; isRestoredFirst: boolean },
): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const soon = { after: 0 }
  const restore = step({ does: 'restore server' }, soon)
  const pack = step({ does: 'pack', to: laptop }, { laptop: next, ...soon })
  const sent = step(calm, { laptop: next, ...soon })
  const later = text('later and unseen', { laptop: next, after: 2 })
  return [
    step(calm),
    step({ does: 'dump server' }, soon),
    text('answered and forgotten', soon),
    step(calm, soon),
    ...(isRestoredFirst ? [restore, later, sent, pack] : [later, pack, restore, sent]),
  ]
}

/**
 * What a laptop had sent the ministry has forgotten, and others go on there until it stands behind the laptop's place, before the laptop comes back.
 * They had heard of it not at all, or of its first half, or one of them writes over it.
 */
function advanced(
  { text, own }: Record<'text' | 'own', (value: string, more?: Partial<Step>) => Step>,
  step: (action: Action, more?: Partial<Step>) => Step,
  { laptop, next, third, heard }: { laptop: number; next: number; third: number; heard: number },
): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const of = (one: number): Partial<Step> => ({ laptop: one, after: 0 })
  const others = [next, third].filter((one, index, all) => one !== laptop && all.indexOf(one) === index)
  // More than it had sent, also where there is one other alone.
  const rounds = Array.from({ length: others.length > 1 ? 4 : 7 }, (_, round) => round)
  const goOn = rounds.flatMap((round) =>
    others.flatMap((one) => {
      const word = (round === 1 ? text : own)(`gone on without it ${round}`, { laptop: one, after: 2 })
      return [word, step(calm, of(one))]
    }),
  )
  return [
    step({ does: 'sign in' }),
    ...others.map((one) => step({ does: 'sign in' }, of(one))),
    // Whoever has to sign in waits a minute, and a sync under way has its time.
    step(calm, { after: 200_000 }),
    ...others.map((one) => step(calm, of(one))),
    step({ does: 'dump server' }, of(laptop)),
    text('sent and forgotten', { after: 2 }),
    step(calm, of(laptop)),
    ...(heard > 0 ? [step(calm, of(next))] : []),
    own('sent and forgotten later', of(laptop)),
    step({ does: 'type', removes: false }, of(laptop)),
    step(calm, of(laptop)),
    step({ does: 'restore server' }, of(laptop)),
    ...goOn,
    // It may have written meanwhile.
    ...(heard > 1 ? [text('on top of what was forgotten', of(laptop))] : []),
    step(calm, of(laptop)),
    step({ does: 'look' }, of(laptop)),
  ]
}

/** A push is late, and comes after the ones that were sent after it; or its answer comes after that of another message. */
function passedBy(step: (action: Action, more?: Partial<Step>) => Step, random: Random): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const soon = { after: 0 }
  const write = (value: string, more: Partial<Step> = soon): Step =>
    step({ does: 'write', record: 'agreement 1', field: 'text', value }, more)
  const late = (statement: number, request: RequestFault['request']): Action => ({
    ...calm,
    faults: [{ request, fault: 'reorder', statement, later: random.pick([1_000, 100_000]) }],
  })
  const story = random.int(3)
  if (story === 0) return [write('late', {}), step(late(1, 'push'), soon), write('overtook it'), step(calm, soon), step(calm, soon)]
  // A page that has just been opened asks for a fresh token first: the one that comes late is used up by then.
  if (story === 1) return [step({ does: 'close tabs' }), write('unheard', soon), step(late(1, 0), soon), step(calm, soon), step(calm, soon)]
  // While the answer is on its way, another page asks.
  return [
    step({ does: 'open second tab' }),
    write('answered late', soon),
    step(late(2, 'push'), soon),
    step({ does: 'sign in' }, { tab: 1, after: 2 }),
    step(calm, { after: 200_000 }),
  ]
}

/** A role is taken and given back; what took it arrives last. Then its person is a reader until somebody looks again. */
function roleOutOfOrder(step: (action: Action, more?: Partial<Step>) => Step): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const [owners, theirs] = [
    { laptop: 0, after: 0 },
    { laptop: 1, after: 0 },
  ]
  const late: RequestFault = { request: 0, fault: 'reorder', statement: 1, later: 100_000 }
  return [
    step({ does: 'sign in' }, { laptop: 0 }),
    step({ does: 'role', role: 'reader', faults: [late] }, owners),
    step({ does: 'role', role: 'editor' }, owners),
    step({ does: 'type', removes: false }, theirs),
    step(calm, theirs),
    step({ does: 'look' }, theirs),
  ]
}

/** What was handed in when the visit left its writer's laptop is in the quarantine alone, and the server forgets it. */
function handedInAndForgotten(
  text: (value: string, more?: Partial<Step>) => Step,
  step: (action: Action, more?: Partial<Step>) => Step,
): Step[] {
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const theirs = { laptop: 1, after: 0 }
  return [
    step({ does: 'sign in' }, { laptop: 1 }),
    step(calm, theirs),
    step({ does: 'dump server' }, theirs),
    text('handed in and forgotten', theirs),
    step({ does: 'role', role: null }, { laptop: 0, after: 0 }),
    step(calm, theirs),
    step({ does: 'restore server' }, theirs),
  ]
}

/** What waits on a laptop is overwritten by a pack whose writer had not seen it: it will never leave that laptop but as a loss. */
function besideAPack(
  text: (value: string, more?: Partial<Step>) => Step,
  step: (action: Action, more?: Partial<Step>) => Step,
  next: number,
): Step[] {
  return [
    text('beside a pack', { laptop: next }),
    text('in a pack, and later', { after: 2 }),
    step({ does: 'pack', to: next }, { after: 0 }),
  ]
}

/** A disk and its clone are used in one millisecond, and one of them goes on before the other is heard. */
function sameMoment(step: (action: Action, more?: Partial<Step>) => Step, { laptop, next }: { laptop: number; next: number }): Step[] {
  const text = (value: string): Action => ({ does: 'write', record: 'agreement 2', field: 'text', value })
  const calm: Action = { does: 'sync', slow: 0, faults: [] }
  const admitted = (one: number): Step[] => [step({ does: 'sign in' }, { laptop: one, after: 0 }), step(calm, { laptop: one, after: 0 })]
  return [
    step(text('by the disk'), { laptop }),
    step(text('by its clone'), { laptop: next, after: 0 }),
    step(calm, { laptop, after: 0 }),
    step(text('by the disk again'), { laptop, after: 0 }),
    ...admitted(laptop),
    ...admitted(next),
  ]
}

const isOfNetwork = (fault: Fault): fault is NetworkFault => NETWORK_FAULTS.some((one) => one === fault)
