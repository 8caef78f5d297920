import { AGREEMENT_STATUSES, isClosedStatus, type AgreementStatus } from '@shared/domain/agreement.ts'
import { isOpenCommitment, type CommitmentStatus } from '@shared/domain/commitment.ts'
import { isWindowOver, windowBounds, type Bounds, type DueWindow } from '@shared/domain/due-window.ts'
import { recordsOf, type LiveScope } from '../../db/live.ts'

export type Named = { readonly id: string; readonly name: string }
export type Stage = AgreementStatus | CommitmentStatus

/** One line of the register: an agreement or a commitment with everything that a view shows or filters by. */
export type RegisterItem = {
  readonly kind: 'agreement' | 'commitment'
  readonly id: string
  readonly text: string
  readonly mark: 'agreed' | 'owe' | 'theirs'
  readonly organizations: readonly Named[]
  readonly programmes: readonly Named[]
  readonly window: DueWindow | null
  readonly bounds: Bounds
  readonly stage: Stage | null
  readonly owner: string
  readonly isClosed: boolean
  readonly isOverdue: boolean
}

/** The steps of both nouns in the order of a life; what is over stands last. */
export const STAGES: readonly Stage[] = ['open', ...AGREEMENT_STATUSES]
export const CLOSED_STAGES = ['done', 'dropped', 'replaced'] as const

/**
 * Every agreement and commitment of a visit, agreements first, then what we owe, then what they owe; each by the last day
 * of its window. A commitment feeds the programmes of its agreement.
 * @param today the day in the ministry's zone
 */
export function registerItems(live: LiveScope | undefined, today: string): RegisterItem[] {
  const organizations = new Map(
    recordsOf(live, 'organization').map((one) => [one.id, { id: one.id, name: one.shortName ?? one.name ?? one.nativeName ?? '' }]),
  )
  const programmes = new Map(recordsOf(live, 'programme').map((one) => [one.id, { id: one.id, name: one.name ?? '' }]))
  const organizationsOf = linked(recordsOf(live, 'agreementOrganization'), ({ organizationId }) => organizations.get(organizationId ?? ''))
  const programmesOf = linked(recordsOf(live, 'agreementProgramme'), ({ programmeId }) => programmes.get(programmeId ?? ''))
  const agreements = recordsOf(live, 'agreement').map((one): RegisterItem => {
    const isClosed = isClosedStatus(one.status)
    return {
      kind: 'agreement',
      id: one.id,
      text: one.text ?? '',
      mark: 'agreed',
      organizations: organizationsOf.get(one.id) ?? [],
      programmes: programmesOf.get(one.id) ?? [],
      window: one.window,
      bounds: windowBounds(one.window),
      stage: one.status,
      owner: one.owner ?? '',
      isClosed,
      isOverdue: !isClosed && isWindowOver(one.window, today),
    }
  })
  const commitments = recordsOf(live, 'commitment').map((one): RegisterItem => {
    const organization = organizations.get(one.organizationId ?? '')
    const isClosed = !isOpenCommitment(one)
    return {
      kind: 'commitment',
      id: one.id,
      text: one.text ?? '',
      mark: one.direction === 'they-owe' ? 'theirs' : 'owe',
      organizations: organization ? [organization] : [],
      programmes: programmesOf.get(one.agreementId ?? '') ?? [],
      window: one.window,
      bounds: windowBounds(one.window),
      // Nobody has said otherwise: what was promised is open.
      stage: one.status ?? 'open',
      owner: one.owner ?? '',
      isClosed,
      isOverdue: !isClosed && isWindowOver(one.window, today),
    }
  })
  return [...agreements, ...commitments].sort(compareBy.default)
}

export const SORTS = ['what', 'organization', 'window', 'stage', 'owner'] as const
export type Sort = (typeof SORTS)[number]

/** @param isDown the other way round; what has no value stays last */
export function sortItems(items: readonly RegisterItem[], sort: Sort | null, isDown: boolean): readonly RegisterItem[] {
  if (sort === null) return items
  const keyOf = SORT_KEYS[sort]
  const direction = isDown ? -1 : 1
  return items.toSorted((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)]
    if (left === '' || right === '') return left === right ? 0 : left === '' ? 1 : -1
    return direction * compareText(left, right)
  })
}

const SORT_KEYS: Readonly<Record<Sort, (item: RegisterItem) => string>> = {
  what: (item) => item.text.toLowerCase(),
  organization: (item) => item.organizations.map(({ name }) => name.toLowerCase()).join(', '),
  window: (item) => item.bounds.latest ?? item.bounds.earliest ?? '',
  stage: (item) => (item.stage === null ? '' : String(STAGES.indexOf(item.stage)).padStart(2, '0')),
  owner: (item) => item.owner.toLowerCase(),
}

/** How many there are of each sign, for the buttons above the list. */
export function countMarks(items: readonly RegisterItem[]): {
  readonly all: number
  readonly agreed: number
  readonly owe: number
  readonly theirs: number
} {
  const count = (mark: RegisterItem['mark']): number => items.filter((item) => item.mark === mark).length
  return { all: items.length, agreed: count('agreed'), owe: count('owe'), theirs: count('theirs') }
}

/** The organizations or programmes that items name, by name. */
export function namedIn(items: readonly RegisterItem[], what: 'organizations' | 'programmes'): Named[] {
  const all = new Map(items.flatMap((item) => item[what]).map((one) => [one.id, one]))
  return [...all.values()].sort((a, b) => compareText(a.name.toLowerCase(), b.name.toLowerCase()))
}

export const GROUPINGS = ['programme', 'stage', 'direction', 'organization'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** `key` is the id or value that the group is for; null for those that have none, which stand last. */
export type RegisterGroup = { readonly key: string | null; readonly name: string; readonly items: readonly RegisterItem[] }

/** An item with two programmes or organizations stands in both groups. Stages and directions leave their name to the screen. */
export function groupItems(items: readonly RegisterItem[], by: Grouping): RegisterGroup[] {
  const groups = new Map<string | null, RegisterItem[]>(keysInOrder(items, by).map((key) => [key, []]))
  for (const item of items) for (const key of keysOf(item, by)) groups.get(key)?.push(item)
  const names = new Map(by === 'programme' || by === 'organization' ? namedIn(items, LISTS[by]).map(({ id, name }) => [id, name]) : [])
  return [...groups]
    .map(([key, list]) => ({ key, name: names.get(key ?? '') ?? '', items: list }))
    .filter((group) => group.items.length > 0)
}

const LISTS = { programme: 'programmes', organization: 'organizations' } as const

function keysInOrder(items: readonly RegisterItem[], by: Grouping): readonly (string | null)[] {
  if (by === 'direction') return MARKS
  if (by === 'stage') return [...STAGES, null]
  return [...namedIn(items, LISTS[by]).map(({ id }) => id), null]
}

function keysOf(item: RegisterItem, by: Grouping): readonly (string | null)[] {
  if (by === 'direction') return [item.mark]
  if (by === 'stage') return [item.stage]
  const ids = item[LISTS[by]].map(({ id }) => id)
  return ids.length === 0 ? [null] : ids
}

const MARKS = ['agreed', 'owe', 'theirs'] as const

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const compareBy = {
  default: (a: RegisterItem, b: RegisterItem): number =>
    MARKS.indexOf(a.mark) - MARKS.indexOf(b.mark) ||
    compareText(a.bounds.latest ?? '9999', b.bounds.latest ?? '9999') ||
    compareText(a.text, b.text) ||
    compareText(a.id, b.id),
}

/** Agreement -> what its links name; one pass, however many there are. */
function linked<Link extends { readonly agreementId: string | null }>(
  links: readonly Link[],
  targetOf: (link: Link) => Named | undefined,
): ReadonlyMap<string, readonly Named[]> {
  const found = new Map<string, Named[]>()
  for (const link of links) {
    const target = targetOf(link)
    if (!target || link.agreementId === null) continue
    const list = found.get(link.agreementId)
    if (list) list.push(target)
    else found.set(link.agreementId, [target])
  }
  return found
}
