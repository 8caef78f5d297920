import { minuteId } from './note.ts'

/** What is wrong with a file: where (`meetings[3].start`), a code of docs/visit-file.md, and the offending words where they help. */
export type FileProblem = { readonly path: string; readonly code: string; readonly detail?: string }

/** The part of a visit file that names other parts. */
export type Referring = {
  readonly id?: string | undefined
  readonly visit: { readonly headContact?: string | undefined }
  readonly programmes: readonly Keyed[]
  readonly organizations: readonly (Keyed & { readonly parent?: string | undefined })[]
  readonly contacts: readonly (Keyed & { readonly posts?: readonly { readonly organization?: string | undefined }[] | undefined })[]
  readonly meetings: readonly (Keyed & {
    readonly leadContact?: string | undefined
    readonly organizations: readonly string[]
    readonly participants: readonly { readonly contact: string }[]
    readonly notes: readonly (Keyed & { readonly role?: 'note' | 'minute' | undefined })[]
    readonly openQuestions: readonly Keyed[]
  })[]
  readonly agreements: readonly (Keyed & {
    readonly meeting?: string | undefined
    readonly organizations: readonly string[]
    readonly programmes: readonly string[]
  })[]
  readonly commitments: readonly (Keyed & {
    readonly organization?: string | undefined
    readonly meeting?: string | undefined
    readonly agreement?: string | undefined
  })[]
}
type Keyed = { readonly key: string; readonly id?: string | undefined }

/** Everything that a file says about its own records: keys that name nothing or stand twice, loops, second minutes. */
export function referenceProblems(file: Referring): FileProblem[] {
  return [...keyProblems(file), ...twiceProblems(file), ...idProblems(file), ...loopProblems(file), ...minuteProblems(file)]
}

type Lists = 'programmes' | 'organizations' | 'contacts' | 'meetings' | 'agreements' | 'commitments'

/** Each use of a key: where it stands, and the list that must hold it. */
function keyUses(file: Referring): { path: string; key: string | undefined; list: Lists }[] {
  return [
    { path: 'visit.headContact', key: file.visit.headContact, list: 'contacts' },
    ...file.organizations.map((one, i) => ({ path: `organizations[${i}].parent`, key: one.parent, list: 'organizations' as const })),
    ...file.contacts.flatMap((one, i) =>
      (one.posts ?? []).map((post, p) => ({
        path: `contacts[${i}].posts[${p}].organization`,
        key: post.organization,
        list: 'organizations' as const,
      })),
    ),
    ...file.meetings.flatMap((one, i) => [
      { path: `meetings[${i}].leadContact`, key: one.leadContact, list: 'contacts' as const },
      ...one.organizations.map((key, o) => ({ path: `meetings[${i}].organizations[${o}]`, key, list: 'organizations' as const })),
      ...one.participants.map(({ contact }, p) => ({
        path: `meetings[${i}].participants[${p}].contact`,
        key: contact,
        list: 'contacts' as const,
      })),
    ]),
    ...file.agreements.flatMap((one, i) => [
      { path: `agreements[${i}].meeting`, key: one.meeting, list: 'meetings' as const },
      ...one.organizations.map((key, o) => ({ path: `agreements[${i}].organizations[${o}]`, key, list: 'organizations' as const })),
      ...one.programmes.map((key, p) => ({ path: `agreements[${i}].programmes[${p}]`, key, list: 'programmes' as const })),
    ]),
    ...file.commitments.flatMap((one, i) => [
      { path: `commitments[${i}].organization`, key: one.organization, list: 'organizations' as const },
      { path: `commitments[${i}].meeting`, key: one.meeting, list: 'meetings' as const },
      { path: `commitments[${i}].agreement`, key: one.agreement, list: 'agreements' as const },
    ]),
  ]
}

function keyProblems(file: Referring): FileProblem[] {
  const keys = (list: Lists): Set<string> => new Set(file[list].map((one) => one.key))
  const known = {
    programmes: keys('programmes'),
    organizations: keys('organizations'),
    contacts: keys('contacts'),
    meetings: keys('meetings'),
    agreements: keys('agreements'),
    commitments: keys('commitments'),
  }
  return keyUses(file).flatMap(({ path, key, list }) =>
    key === undefined || known[list].has(key) ? [] : [{ path, code: 'key-not-found', detail: key }],
  )
}

/** Keys must differ within their list, and a relation is said once. */
function twiceProblems(file: Referring): FileProblem[] {
  const keysOf = (records: readonly { key: string }[]): string[] => records.map((one) => one.key)
  return [
    ...repeated(keysOf(file.programmes), { path: (i) => `programmes[${i}].key`, code: 'key-used-twice' }),
    ...repeated(keysOf(file.organizations), { path: (i) => `organizations[${i}].key`, code: 'key-used-twice' }),
    ...repeated(keysOf(file.contacts), { path: (i) => `contacts[${i}].key`, code: 'key-used-twice' }),
    ...repeated(keysOf(file.meetings), { path: (i) => `meetings[${i}].key`, code: 'key-used-twice' }),
    ...repeated(keysOf(file.agreements), { path: (i) => `agreements[${i}].key`, code: 'key-used-twice' }),
    ...repeated(keysOf(file.commitments), { path: (i) => `commitments[${i}].key`, code: 'key-used-twice' }),
    ...file.meetings.flatMap((one, m) => [
      ...repeated(keysOf(one.notes), { path: (i) => `meetings[${m}].notes[${i}].key`, code: 'key-used-twice' }),
      ...repeated(keysOf(one.openQuestions), { path: (i) => `meetings[${m}].openQuestions[${i}].key`, code: 'key-used-twice' }),
      ...repeated(one.organizations, { path: (i) => `meetings[${m}].organizations[${i}]`, code: 'listed-twice' }),
      ...repeated(
        one.participants.map(({ contact }) => contact),
        { path: (i) => `meetings[${m}].participants[${i}].contact`, code: 'listed-twice' },
      ),
    ]),
    ...file.agreements.flatMap((one, a) => [
      ...repeated(one.organizations, { path: (i) => `agreements[${a}].organizations[${i}]`, code: 'listed-twice' }),
      ...repeated(one.programmes, { path: (i) => `agreements[${a}].programmes[${i}]`, code: 'listed-twice' }),
    ]),
  ]
}

function repeated(names: readonly string[], { path, code }: { path: (index: number) => string; code: string }): FileProblem[] {
  const seen = new Set<string>()
  return names.flatMap((name, index) => {
    const isKnown = seen.has(name)
    seen.add(name)
    return isKnown ? [{ path: path(index), code, detail: name }] : []
  })
}

/** An id names one record of the whole file; two records with one id would be merged into one. */
function idProblems(file: Referring): FileProblem[] {
  const uses: { id: string; path: string }[] = []
  const add = (records: readonly { id?: string | undefined }[], name: string): void =>
    records.forEach(({ id }, i) => id !== undefined && uses.push({ id, path: `${name}[${i}].id` }))
  if (file.id !== undefined) uses.push({ id: file.id, path: 'id' })
  for (const name of ['programmes', 'organizations', 'contacts', 'meetings', 'agreements', 'commitments'] as const) add(file[name], name)
  file.meetings.forEach((one, m) => {
    add(one.notes, `meetings[${m}].notes`)
    add(one.openQuestions, `meetings[${m}].openQuestions`)
  })
  return repeated(
    uses.map(({ id }) => id),
    { path: (i) => uses[i]?.path ?? 'id', code: 'id-used-twice' },
  )
}

/** An organization cannot be a part of itself, also not by way of others. */
function loopProblems(file: Referring): FileProblem[] {
  const parents = new Map(file.organizations.map((one) => [one.key, one.parent]))
  return file.organizations.flatMap(({ key }, i) => {
    const seen = new Set<string>()
    for (let next = parents.get(key); next !== undefined && !seen.has(next); next = parents.get(next)) {
      if (next === key) return [{ path: `organizations[${i}].parent`, code: 'parent-loop', detail: key }]
      seen.add(next)
    }
    return []
  })
}

/** A meeting has at most one minute, and its id follows from the meeting's. */
function minuteProblems(file: Referring): FileProblem[] {
  return file.meetings.flatMap((meeting, m) => {
    const minutes = meeting.notes.flatMap((note, n) => (note.role === 'minute' ? [{ note, path: `meetings[${m}].notes[${n}]` }] : []))
    const wrongIds = minutes.flatMap(({ note, path }) =>
      meeting.id !== undefined && note.id !== undefined && note.id !== minuteId(meeting.id)
        ? [{ path: `${path}.id`, code: 'not-the-minutes-id', detail: minuteId(meeting.id) }]
        : [],
    )
    return [...minutes.slice(1).map(({ path }) => ({ path: `${path}.role`, code: 'second-minute' })), ...wrongIds]
  })
}
