import type { Labels } from '@memos/labels/labels.ts'
import { boldLine, hasWords, line, type Line } from './memo.ts'
import { organizationName, organizationsOf, personName, shortOrganizationName, withBrackets } from './names.ts'
import type { FileContact, FileMeeting, VisitIndex } from './visit-index.ts'

type Participant = FileMeeting['participants'][number]

/** A person of a meeting, ready to print. */
export type Person = {
  readonly key: string
  readonly side: 'ours' | 'theirs'
  readonly role: Participant['role']
  readonly name: string
  /** Name, post and organization, with the role in the meeting. */
  readonly words: string
}

/** From this many people on a side the head and a count stand in the facts, and the full list in an annex. */
const MANY_PEOPLE = 15

const ROLE_ORDER = ['head', 'chair', 'member', 'notes', 'interpreter'] as const

/** Everyone in a meeting, the highest rank first; who leads on our side is there even when nobody listed them. */
export function peopleOf(visit: VisitIndex, meeting: FileMeeting, labels: Labels): Person[] {
  const listed = meeting.participants.toSorted((a, b) => rankOf(a) - rankOf(b) || roleIndex(a.role) - roleIndex(b.role))
  const lead = meeting.leadContact
  const isLeadListed = lead === undefined || listed.some(({ contact }) => contact === lead)
  const all: Participant[] = isLeadListed ? listed : [{ contact: lead, role: 'head' }, ...listed]
  return all.flatMap((participant) => {
    const contact = visit.contact(participant.contact)
    return contact === undefined ? [] : [{ ...whoIs(participant, contact), ...describe({ visit, meeting, labels }, participant, contact) }]
  })
}

/** The lines of one side: its organizations in bold (theirs), then its people; interpreters stand elsewhere. */
export function sideLines(
  visit: VisitIndex,
  meeting: FileMeeting,
  { labels, namesEveryone }: { readonly labels: Labels; readonly namesEveryone?: boolean },
): { ours: Line[]; theirs: Line[]; annex: Line[] } {
  const others = namesEveryone === true ? labels.phrase.othersInAnnex : labels.phrase.others
  const people = peopleOf(visit, meeting, labels).filter(({ role }) => role !== 'interpreter')
  const sides = { ours: people.filter(({ side }) => side === 'ours'), theirs: people.filter(({ side }) => side === 'theirs') }
  const organizations = organizationsOf(visit, meeting).map((organization) => boldLine(organizationName(organization, labels)))
  const long = [sides.theirs, sides.ours].filter((side) => side.length > MANY_PEOPLE)
  return {
    ours: shortened(sides.ours, others),
    theirs: [...organizations, ...shortened(sides.theirs, others)],
    annex: long.flatMap((side) => side.map(({ words }) => line(words))),
  }
}

/** A post with its organization; of several posts the one at these organizations, else the first. */
export function postOf(contact: FileContact, organizations: readonly string[] = []): { title: string; organization?: string } {
  const posts = contact.posts ?? []
  const post = posts.find((one) => one.organization !== undefined && organizations.includes(one.organization)) ?? posts[0]
  const title = post?.title.trim() ?? ''
  return post?.organization === undefined ? { title } : { title, organization: post.organization }
}

type Setting = { readonly visit: VisitIndex; readonly meeting: FileMeeting; readonly labels: Labels }

const whoIs = (participant: Participant, contact: FileContact): Pick<Person, 'key' | 'side' | 'role'> => ({
  key: contact.key,
  side: contact.side === 'ours' ? 'ours' : 'theirs',
  role: participant.role,
})

function describe({ visit, meeting, labels }: Setting, participant: Participant, contact: FileContact): Pick<Person, 'name' | 'words'> {
  const name = personName(contact, labels.language)
  const post = postOf(contact, meeting.organizations)
  const organization = visit.organization(post.organization)
  // The only organization of the meeting stands above its people; saying it in each line again would be noise.
  const isSaid = post.organization !== undefined && meeting.organizations.length === 1 && meeting.organizations[0] === post.organization
  const shown = organization === undefined || isSaid ? '' : shortOrganizationName(organization, labels)
  const words = labels.phrase.person({ name, post: post.title, organization: shown })
  const role = roleWords(participant, labels)
  return { name, words: role === undefined ? words : withBrackets(words, role, labels) }
}

function roleWords(participant: Participant, labels: Labels): string | undefined {
  if (hasWords(participant.roleWords)) return participant.roleWords.trim()
  if (participant.role === 'head') return labels.phrase.headRole
  return participant.role === 'chair' ? labels.phrase.chairRole : undefined
}

function shortened(people: readonly Person[], others: (count: number) => string): Line[] {
  const [first] = people
  if (first === undefined || people.length <= MANY_PEOPLE) return people.map(({ words }) => line(words))
  return [line(first.words), line(others(people.length - 1))]
}

const rankOf = (participant: Participant): number => participant.rank ?? 1_000

const roleIndex = (role: Participant['role']): number => (role === undefined ? 2 : ROLE_ORDER.indexOf(role))
