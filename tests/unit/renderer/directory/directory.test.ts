import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linkId } from '@shared/domain/link.ts'
import { participantId } from '@shared/domain/participant.ts'
import { recordById } from '../../../../src/renderer/db/live.ts'
import type { Change } from '../../../../src/renderer/db/write.ts'
import {
  createContact,
  createOrganization,
  nameWith,
  saveNamePart,
  savePost,
  saveSplitName,
  splitName,
} from '../../../../src/renderer/features/directory/contact-commands.ts'
import {
  directoryOf,
  linksOfOrganization,
  meetingsOfContact,
  scopeOf,
  searchDirectory,
  withoutTrashed,
  withParts,
} from '../../../../src/renderer/features/directory/directory-queries.ts'
import { formatsFor } from '../../../../src/renderer/lib/use-formats.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const OTHER = '99999999-9999-4999-8999-999999999999'
const id = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`
const set = (kind: string, n: number, fields: Record<string, string | object>): Change => ({
  type: 'set',
  kind,
  id: id(n),
  fields: fields as never,
})

describe('the directory', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } })
  })
  afterEach(() => desk.close())
  const scopes = async () => {
    await desk.scope(VISIT)
    return Object.entries(desk.live.store.getState().scopes).map(([scope, live]) => ({ scope, live }))
  }
  const contact = async (n: number) => recordById(await desk.scope(VISIT), 'contact', id(n))

  it('finds a person by any of their names, in the script that is typed', async () => {
    await desk.write(
      VISIT,
      set('contact', 1, {
        side: 'theirs',
        native: { family: '佐藤', given: '翔' },
        kana: { family: 'サトウ', given: 'ショウ' },
        latin: { family: 'Sato', given: 'Sho' },
        cyrillic: { family: 'Сато', given: 'Сё' },
      }),
      set('contact', 2, { side: 'ours', latin: { full: 'Delegate A' } }),
    )
    const directory = directoryOf(await scopes(), formatsFor('en'))
    for (const query of ['sato', 'САТО', '佐藤', 'さとう', 'sho sato', 'サトウ']) {
      expect([query, searchDirectory(directory, query).people.map((one) => one.name)]).toEqual([query, ['Sho Sato']])
    }
    expect(searchDirectory(directory, 'nobody').people).toEqual([])
    expect(searchDirectory(directory, ' ').people).toHaveLength(2)
  })

  it('names people in the reader’s language and says their visit only where there are several', async () => {
    await desk.write(VISIT, set('organization', 3, { name: 'IGDA' }))
    await desk.write(
      VISIT,
      set('contact', 1, { latin: { family: 'Sato', given: 'Sho' }, posts: [{ title: 'Chairman', organizationId: id(3) }] }),
    )
    expect(directoryOf(await scopes(), formatsFor('ja')).people[0]).toMatchObject({ name: 'Sato Sho', sub: 'Chairman, IGDA' })
    await desk.write(OTHER, { type: 'set', kind: 'visit', id: OTHER, fields: { title: 'Seoul' } })
    expect(directoryOf(await scopes(), formatsFor('ja')).people[0]?.sub).toBe('Chairman, IGDA · Tokyo')
  })

  it('leaves out the people of a visit in the trash, and has them again when it is restored', async () => {
    await desk.write(VISIT, set('contact', 1, { latin: { full: 'Delegate A' } }), { type: 'delete', kind: 'visit', id: VISIT })
    expect(withoutTrashed(await scopes())).toEqual([])
    await desk.write(VISIT, { type: 'restore', kind: 'visit', id: VISIT })
    expect(directoryOf(withoutTrashed(await scopes()), formatsFor('en')).people).toHaveLength(1)
  })

  it('lists the meetings of the same record over all visits, the latest first, undated ones last', async () => {
    const takesPart = (meeting: number): Change => ({
      type: 'create',
      kind: 'participant',
      id: participantId(id(meeting), id(1)),
      fields: { meetingId: id(meeting), contactId: id(1), role: 'head' },
    })
    await desk.write(
      VISIT,
      set('contact', 1, { latin: { full: 'Delegate A' } }),
      set('contact', 2, { latin: { full: 'Delegate A' } }),
      set('meeting', 11, { title: 'First', start: '2025-03-03T09:00' }),
      set('meeting', 12, { title: 'Undated' }),
      set('meeting', 13, { title: 'Second', start: '2025-03-04T09:00', leadContactId: id(1) }),
      takesPart(11),
      takesPart(12),
    )
    const met = meetingsOfContact(await scopes(), id(1))
    expect(met.map(({ meeting, participant }) => [meeting.title, participant?.role])).toEqual([
      ['Second', undefined],
      ['First', 'head'],
      ['Undated', 'head'],
    ])
    expect(meetingsOfContact(await scopes(), id(2))).toEqual([])
  })

  it('gathers what hangs on an organization', async () => {
    await desk.write(
      VISIT,
      set('organization', 1, { name: 'METI' }),
      set('organization', 2, { name: 'Department', parentId: id(1) }),
      set('contact', 3, { latin: { full: 'Delegate A' }, posts: [{ title: 'Chair', organizationId: id(1) }] }),
      set('meeting', 4, { title: 'Talks' }),
      set('agreement', 5, { text: 'Joint work' }),
      set('commitment', 6, { text: 'Send it', organizationId: id(1) }),
      {
        type: 'create',
        kind: 'meetingOrganization',
        id: linkId('meetingOrganization', id(4), id(1)),
        fields: { meetingId: id(4), organizationId: id(1) },
      },
      {
        type: 'create',
        kind: 'agreementOrganization',
        id: linkId('agreementOrganization', id(5), id(1)),
        fields: { agreementId: id(5), organizationId: id(1) },
      },
    )
    const live = await desk.scope(VISIT)
    const links = linksOfOrganization(live, id(1))
    expect(Object.fromEntries(Object.entries(links).map(([name, list]) => [name, list.map((one) => one.id)]))).toEqual({
      people: [id(3)],
      parts: [id(2)],
      meetings: [id(4)],
      agreements: [id(5)],
      commitments: [id(6)],
    })
    // The department cannot become what its ministry is a part of.
    expect(withParts(live, id(1))).toEqual([id(1), id(2)])
  })

  it('saves two parts of a name that are left one after the other, each on what is stored', async () => {
    await desk.write(VISIT, set('contact', 1, { side: 'theirs' }))
    const ref = { scope: VISIT, id: id(1) }
    await saveNamePart(desk, ref, { script: 'cyrillic', part: 'family', text: 'Сато' })
    await contact(1)
    await saveNamePart(desk, ref, { script: 'cyrillic', part: 'given', text: 'Сё' })
    expect((await contact(1))?.cyrillic).toEqual({ family: 'Сато', given: 'Сё' })
    await saveNamePart(desk, ref, { script: 'cyrillic', part: 'family', text: null })
    await contact(1)
    await saveNamePart(desk, ref, { script: 'cyrillic', part: 'given', text: null })
    expect((await contact(1))?.cyrillic).toBeNull()
  })

  it('keeps a name as one until it is divided, by the order of its script', async () => {
    expect(nameWith({ full: 'Sho Sato' }, { part: 'full', text: 'Sho  Sato ' })).toEqual({ full: 'Sho  Sato' })
    expect(nameWith({ full: 'Sho Sato' }, { part: 'family', text: 'Sato' })).toEqual({ family: 'Sato' })
    expect(splitName('Sho Sato', 'latin')).toEqual({ family: 'Sato', given: 'Sho' })
    expect(splitName('佐藤　翔', 'native')).toEqual({ family: '佐藤', given: '翔' })
    expect(splitName('Madonna', 'latin')).toBeUndefined()
    const made = await createContact(desk, VISIT, '佐藤 翔')
    if (!made.ok) throw new Error(made.error.code)
    await desk.scope(VISIT)
    await saveSplitName(desk, { scope: VISIT, id: made.value }, 'native')
    expect(recordById(await desk.scope(VISIT), 'contact', made.value)).toMatchObject({
      side: 'theirs',
      native: { family: '佐藤', given: '翔' },
    })
  })

  it('adds, changes and removes posts without touching the others', async () => {
    await desk.write(VISIT, set('contact', 1, { side: 'theirs' }))
    const ref = { scope: VISIT, id: id(1) }
    const save = async (index: number, post: { title?: string; organizationId?: string | null } | null) => {
      await savePost(desk, ref, { index, post })
      return (await contact(1))?.posts
    }
    await save(0, { title: 'Chairman' })
    await save(1, { organizationId: id(9) })
    expect(await save(0, { organizationId: id(8) })).toEqual([
      { title: 'Chairman', organizationId: id(8) },
      { title: '', organizationId: id(9) },
    ])
    expect(await save(0, null)).toEqual([{ title: '', organizationId: id(9) }])
  })

  it('knows the visit of a record, also of a deleted one', async () => {
    const made = await createOrganization(desk, VISIT, 'JETRO')
    if (!made.ok) throw new Error(made.error.code)
    await desk.write(VISIT, { type: 'delete', kind: 'organization', id: made.value })
    expect(scopeOf(await scopes(), 'organization', made.value)?.scope).toBe(VISIT)
    expect(scopeOf(await scopes(), 'contact', made.value)).toBeUndefined()
  })
})
