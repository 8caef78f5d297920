import { docOfBody } from '../../../../src/notes/note-body-conversion.ts'
import { deletionOfRecord } from '../../../../src/renderer/db/cascade.ts'
import { recordsOf } from '../../../../src/renderer/db/live.ts'
import { BODY_SCHEMA, type NoteBody } from '@shared/domain/note-body.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pieces, snippet } from '../../../../src/renderer/features/search/highlight.ts'
import { createNoteTexts } from '../../../../src/renderer/features/search/note-texts.ts'
import { fittingCommands, searchCommands } from '../../../../src/renderer/features/search/search-commands.ts'
import { createSearchIndex, livingScopes, type NoteTexts, type SearchEntry } from '../../../../src/renderer/features/search/search-index.ts'
import { readQuery, runQuery } from '../../../../src/renderer/features/search/search-query.ts'
import { importAsNew } from '../../../../src/renderer/records/visit-exchange-file.ts'
import { createMessages } from '../../../../src/renderer/messages/messages.ts'
import { fileOf, openDesk, type Desk } from '../visits/desk.ts'

const line = (text: string): NoteBody => ({
  bodySchema: BODY_SCHEMA,
  blocks: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
})

const FILE = fileOf({
  safarnoma: 1,
  visit: { title: 'Tokyo' },
  organizations: [{ key: 'igda', name: 'International Game Developers Association', shortName: 'IGDA' }],
  contacts: [
    {
      key: 'sato',
      side: 'theirs',
      latin: { family: 'Sato', given: 'Sho' },
      kana: { family: 'サトウ', given: 'ショウ' },
      native: { family: '佐藤', given: '翔' },
      posts: [{ title: 'Chairman', organization: 'igda' }],
    },
    { key: 'bare', side: 'ours', latin: { family: 'Sakurai', given: 'Akihiro' } },
  ],
  meetings: [
    {
      key: 'm',
      title: 'IGDA, chairman Sho Sato',
      state: 'held',
      notes: [{ key: 'n', role: 'note', body: line('Ask 佐藤 about the stand') }],
    },
    { key: 'o', title: 'Gʻulomov jamgʻarmasi', state: 'held' },
  ],
  agreements: [{ key: 'x', text: 'Sato advises on GameFest', meeting: 'm' }],
})

let desk: Desk
let scope: string
const now = async (): Promise<void> => undefined

async function lists(texts: NoteTexts = new Map()) {
  await desk.scope(scope)
  const scopes = Object.entries(desk.live.store.getState().scopes).map(([id, live]) => ({ scope: id, live }))
  return createSearchIndex().entriesOf(livingScopes(scopes), texts)
}
async function find(typed: string, texts?: NoteTexts) {
  const all = await lists(texts)
  return runQuery(readQuery(typed, all), all)
}
const groupsOf = (found: Awaited<ReturnType<typeof find>>): string[] => found.map(({ group, count }) => `${group} ${count}`)

beforeEach(async () => {
  desk = await openDesk()
  const written = await importAsNew(desk, FILE)
  if (!written.ok) throw new Error(written.error.code)
  scope = written.value
})
afterEach(() => desk.close())

describe('search', () => {
  it.each(['сато', 'Sato', 'SATO', 'さとう', 'サトウ', '佐藤', 'ｻﾄｳ'])(
    'finds the same person, meeting and agreement for %s',
    async (typed) => {
      expect(groupsOf(await find(typed))).toEqual(['contact 1', 'meeting 1', 'register 1'])
    },
  )

  it('finds Uzbek names with any apostrophe and in either script', async () => {
    for (const typed of ["G'ulomov", 'Gʻulomov', 'Гуломов', 'ғуломов']) expect(groupsOf(await find(typed))).toEqual(['meeting 1'])
  })

  it('wants every word, in any order, and gives nothing for none', async () => {
    expect(groupsOf(await find('sato igda'))).toEqual(['meeting 1'])
    expect(await find('sato nobody')).toEqual([])
    expect(await find('   ')).toEqual([])
  })

  it('puts names that begin with the word first', async () => {
    const entry = (id: string, title: string): SearchEntry => ({ scope: 's', kind: 'organization', id, title, key: title, names: [] })
    const all = [[entry('inside', 'unimeti'), entry('word', 'old meti'), entry('begins', 'meti')]]
    expect(runQuery(readQuery('meti', all), all)[0]?.entries.map(({ id }) => id)).toEqual(['begins', 'word', 'inside'])
  })

  it('reads the words of notes from their updates, under the name of the person in another script', async () => {
    const notes = createNoteTexts(desk.database, now)
    await notes.fill([{ scope, live: await desk.scope(scope) }])
    expect(groupsOf(await find('сато', notes.store.getState().texts))).toContain('note 1')
    notes.close()
  })

  it('reads a note again when its text has changed', async () => {
    const notes = createNoteTexts(desk.database, now)
    const fill = async (): Promise<void> => notes.fill([{ scope, live: await desk.scope(scope) }])
    await fill()
    const id = recordsOf(await desk.scope(scope), 'note')[0]?.id ?? ''
    await desk.write(scope, { type: 'type', id, update: docOfBody(line('Robotics in Osaka')), fields: {} })
    await fill()
    expect(groupsOf(await find('robotics', notes.store.getState().texts))).toEqual(['note 1'])
    notes.close()
  })

  it('hides all records of a visit that is in the trash', async () => {
    await desk.write(scope, ...deletionOfRecord(await desk.scope(scope), 'visit', scope))
    expect(await find('sato')).toEqual([])
  })
})

describe('what is marked in a result', () => {
  it('is the place in the text as written, whatever its script, and nothing of the text is lost', () => {
    expect(pieces('Сато и Sony', ['sato'])).toEqual([
      { text: 'Сато', isHit: true },
      { text: ' и Sony', isHit: false },
    ])
    expect(pieces('Gʻulomov', ['gulom'])[0]).toEqual({ text: 'Gʻulom', isHit: true })
    expect(pieces('щука', ['sh'])[0]).toEqual({ text: 'щ', isHit: true })
    expect(pieces('nothing', ['x'])).toEqual([{ text: 'nothing', isHit: false }])
  })

  it('stands in the line of the note where it was found', () => {
    expect(snippet('first line\nthe stand of 佐藤\nlast', ['佐藤'])).toBe('the stand of 佐藤')
    expect(snippet(`${'a '.repeat(100)}needle${' b'.repeat(100)}`, ['needle'])).toMatch(/^… .*needle.* …$/)
  })
})

describe('the commands', () => {
  it('leave out places without a page and, without a visit, what needs one', () => {
    const t = createMessages('en').t
    const ports = {
      visitId: null,
      paths: ['/settings', '/visit/$visitId/day'],
      goTo: () => {},
      newVisit: () => {},
      newRecord: () => {},
      setLook: () => {},
      print: () => {},
    }
    const labels = searchCommands(t, ports).map(({ label }) => label)
    expect(labels).toContain('Go to: Settings')
    expect(labels).not.toContain('Go to: Day')
    expect(labels).not.toContain('Add an agreement')
    expect(fittingCommands(searchCommands(t, ports), 'THEME dark', 4).map(({ label }) => label)).toEqual(['Theme: dark'])
  })
})
