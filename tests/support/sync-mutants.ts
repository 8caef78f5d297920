import { canonicalJson } from '@shared/lib/canonical-json.ts'
import { compareCells, DELETED, type Cell, type Cells } from '@shared/sync/cell.ts'
import { isDead, type Deletion } from '@shared/sync/deletion.ts'
import type { Loss } from '@shared/sync/loss.ts'
import { greatestStamp, nextStamp, NEVER, stampParts, type Stamp } from '@shared/sync/stamp.ts'
import { realRules, type Rules } from './sync-rules.ts'

/** A rule with a fault planted in it, and the promise that must be seen to break. */
export type Mutant = { readonly rule: string; readonly fault: string; readonly rules: Rules; readonly breaks: RegExp }

export const mutants: readonly Mutant[] = [
  {
    rule: 'S2',
    fault: 'a stamp made in the millisecond of the last one does not count up',
    rules: {
      ...realRules,
      stamp: ({ cells, now, author }) => {
        const last = greatestStamp(Object.values(cells).map((cell) => cell.stamp))
        const { epoch, wall } = stampParts(last)
        return now === wall
          ? nextStamp(NEVER, now, author).replace(/^.{8}/, epoch.toString(16).padStart(8, '0'))
          : nextStamp(last, now, author)
      },
    },
    breaks: /lost to one that it had seen|places differ|lost in silence/,
  },
  {
    rule: 'S2',
    fault: 'a clock that is behind is believed',
    rules: { ...realRules, stamp: ({ now, author }) => nextStamp(NEVER, now, author) },
    breaks: /lost to one that it had seen|places differ/,
  },
  {
    rule: 'S2',
    fault: 'each laptop keeps an epoch of its own',
    rules: { ...realRules, stamp: ({ ownLast, now, author }) => nextStamp(ownLast, now, author) },
    breaks: /lost to one that it had seen|places differ/,
  },
  {
    rule: 'M1',
    fault: 'what arrives last wins',
    rules: { ...realRules, join: (current, incoming) => ({ ...current, ...incoming }) },
    breaks: /places differ|lost to one that it had seen|lost in silence/,
  },
  {
    rule: 'M1',
    fault: 'the greater stamp of the record takes all its fields',
    rules: { ...realRules, join: (current, incoming) => (topStamp(incoming) > topStamp(current) ? { ...current, ...incoming } : current) },
    breaks: /places differ|lost to one that it had seen|lost in silence|nowhere/,
  },
  {
    rule: 'L1',
    fault: 'a value that was sent without an answer is not named by the next one',
    rules: { ...realRules, basesOfWrite: (over) => (!over ? [NEVER] : over.isPending ? over.cell.bases : [over.cell.stamp]) },
    breaks: /seen by the winner/,
  },
  {
    rule: 'L1',
    fault: 'bases are ignored on the laptop',
    rules: {
      ...realRules,
      lossesOnDevice: (mine, incoming, pending) => realRules.lossesOnDevice(withoutBases(mine), withoutBases(incoming), pending),
    },
    breaks: /seen by the winner/,
  },
  {
    rule: 'L1',
    fault: 'bases are ignored on the server',
    rules: {
      ...realRules,
      lossesOnServer: (current, incoming, ancestry) => realRules.lossesOnServer(withoutBases(current), withoutBases(incoming), ancestry),
    },
    breaks: /seen by the winner/,
  },
  {
    rule: 'L2',
    fault: 'the laptop reports nothing',
    rules: { ...realRules, lossesOnDevice: () => [] },
    breaks: /lost in silence/,
  },
  {
    rule: 'L2',
    fault: 'a device never conflicts with itself',
    rules: { ...realRules, ...amongLosses((loss, winner) => deviceOf(loss.stamp) !== deviceOf(winner.stamp)) },
    breaks: /lost in silence/,
  },
  {
    rule: 'L2',
    fault: 'equal values never conflict',
    rules: { ...realRules, ...amongLosses((loss, winner) => canonicalJson(loss.value) !== canonicalJson(winner.value)) },
    breaks: /lost in silence/,
  },
  {
    rule: 'L3',
    fault: 'the server reports nothing',
    rules: { ...realRules, lossesOnServer: () => [] },
    breaks: /lost in silence/,
  },
  {
    rule: 'L4',
    fault: 'a conflict is named by its field, not by its value',
    rules: {
      ...realRules,
      conflictOf: (record, loss) => {
        const { id } = realRules.conflictOf(record, { ...loss, stamp: NEVER, value: null })
        return { ...realRules.conflictOf(record, loss), id }
      },
    },
    breaks: /lost in silence|conflict records differ/,
  },
  {
    rule: 'D1',
    fault: 'the deleter claims to have seen a field that was not there',
    rules: { ...realRules, isDead: (cells) => isDead(cells) || isDead(onlyFieldsSeen(cells)) },
    breaks: /hides an edit/,
  },
  {
    rule: 'D2',
    fault: 'a deletion wins by its stamp',
    rules: {
      ...realRules,
      isDead: (cells) => isDeleted(cells) && Object.values(cells).every((cell) => cell.stamp <= (cells[DELETED]?.stamp ?? NEVER)),
    },
    breaks: /hides an edit|is back/,
  },
  {
    rule: 'D2',
    fault: 'a deletion always wins',
    rules: { ...realRules, isDead: (cells) => isDeleted(cells) },
    breaks: /hides an edit/,
  },
]

/** L1: a value names stamps that never left the laptop. The server still finds what the laptop misses, so it needs a story of its own. */
export const namesUnsentStamps: Rules = {
  ...realRules,
  basesOfWrite: (over) => {
    if (!over) return [NEVER]
    return over.isPending ? [...over.cell.bases, over.cell.stamp] : [over.cell.stamp]
  },
}

/** L3: the server looks at the nearest ancestors alone. It shows only with packs, where a few conflicts are spurious anyway. */
export const looksAtParentsAlone: Rules = {
  ...realRules,
  lossesOnServer: (current, incoming) => realRules.lossesOnServer(current, incoming, () => new Map<Stamp, Stamp[]>()),
}

/** Both places report only the losses that `keep` lets through. */
function amongLosses(keep: (loss: Loss, winner: Cell) => boolean): Pick<Rules, 'lossesOnDevice' | 'lossesOnServer'> {
  const kept = (losses: Loss[], mine: Cells, incoming: Cells): Loss[] =>
    losses.filter((loss) => {
      const [own, theirs] = [mine[loss.field], incoming[loss.field]]
      return !own || !theirs || keep(loss, compareCells(own, theirs) > 0 ? own : theirs)
    })
  return {
    lossesOnDevice: (mine, incoming, pending) => kept(realRules.lossesOnDevice(mine, incoming, pending), mine, incoming),
    lossesOnServer: (current, incoming, ancestry) => kept(realRules.lossesOnServer(current, incoming, ancestry), current, incoming),
  }
}

const withoutBases = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([field, cell]) => [field, { ...cell, bases: [] }]))

const topStamp = (cells: Cells): Stamp => greatestStamp(Object.values(cells).map((cell) => cell.stamp))

const deviceOf = (stamp: Stamp): string => stampParts(stamp).author.replace(/\..*$/, '')

const isDeleted = (cells: Cells): boolean => (cells[DELETED]?.value ?? null) !== null

function onlyFieldsSeen(cells: Cells): Cells {
  const deletion = cells[DELETED]?.value as unknown as Deletion | null | undefined
  const seen = new Set(Object.keys(deletion?.seen ?? {}))
  return Object.fromEntries(Object.entries(cells).filter(([field]) => field === DELETED || seen.has(field)))
}
