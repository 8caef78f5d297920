import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLive, recordById, type Live } from '../../../../src/renderer/db/live.ts'
import { formatsFor } from '../../../../src/renderer/lib/use-formats.ts'
import { createNamed } from '../../../../src/renderer/records/create-named.ts'
import { recordOptions, searchOptions } from '../../../../src/renderer/records/record-options.ts'
import { createUndoStack } from '../../../../src/renderer/records/undo.ts'
import { openLaptop, type TestLaptop } from '../../../support/database.ts'
import { settled } from '../../../support/settled.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const ids = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`)

describe('choosing a record by typing', () => {
  let laptop: TestLaptop
  let live: Live
  beforeEach(async () => {
    laptop = await openLaptop()
    live = createLive(laptop.database)
    await live.open()
    const [satoh = '', sakurai = '', meti = '', jetro = ''] = ids
    await laptop.write(
      VISIT,
      {
        type: 'set',
        kind: 'organization',
        id: meti,
        fields: { name: 'Ministry of Economy, Trade and Industry', shortName: 'METI', nativeName: '経済産業省' },
      },
      { type: 'set', kind: 'organization', id: jetro, fields: { name: 'JETRO' } },
      {
        type: 'set',
        kind: 'contact',
        id: satoh,
        fields: {
          side: 'theirs',
          native: { family: '佐藤', given: '翔' },
          kana: { family: 'サトウ', given: 'ショウ' },
          latin: { family: 'Sato', given: 'Sho' },
          posts: [{ title: 'Director', organizationId: meti }],
        },
      },
      { type: 'set', kind: 'contact', id: sakurai, fields: { side: 'ours', latin: { family: 'Sakurai', given: 'Akihiro' } } },
    )
    await settled({ database: laptop.database, live })
  })
  afterEach(() => laptop.database.close())
  const scope = () => live.store.getState().scopes[VISIT]
  const find = (query: string, filter = {}) =>
    searchOptions(recordOptions(scope(), 'contact', { formats: formatsFor('en'), filter }), query).map((option) => option.title)

  it.each(['sato', 'Sho Sato', 'сато', 'さとう', 'サトウ', '佐藤', 'director'])('finds the contact by "%s"', (query) => {
    expect(find(query)).toEqual(['Sho Sato'])
  })

  it('tells two of a name apart by post and organization', () => {
    expect(recordOptions(scope(), 'contact', { formats: formatsFor('en'), filter: { side: 'theirs' } })[0]?.sub).toBe('Director, METI')
  })

  it('offers one side only, and not who is chosen already', () => {
    expect(find('', { side: 'ours' })).toEqual(['Akihiro Sakurai'])
    expect(find('', { without: [ids[0]] })).toEqual(['Akihiro Sakurai'])
  })

  it('finds an organization by its short name and its own script', () => {
    const options = recordOptions(scope(), 'organization', { formats: formatsFor('en'), filter: {} })
    expect(searchOptions(options, 'meti')[0]?.id).toBe(ids[2])
    expect(searchOptions(options, '経済')[0]?.id).toBe(ids[2])
    expect(searchOptions(options, 'nothing like it')).toEqual([])
  })

  it('makes a contact from a name in the script it is written in, on the wanted side', async () => {
    const writing = { database: laptop.database, author: laptop.author, undo: createUndoStack() }
    for (const [name, script] of [
      ['田中 太郎', 'native'],
      ['Delegate B', 'latin'],
      ['Делегат', 'cyrillic'],
      ['タナカ', 'kana'],
    ] as const) {
      const made = await createNamed(writing, { scope: VISIT, kind: 'contact', name, side: 'ours' })
      if (!made.ok) throw new Error(made.error.code)
      await settled({ database: laptop.database, live })
      expect(recordById(scope(), 'contact', made.value)).toMatchObject({ side: 'ours', [script]: { full: name } })
    }
  })
})
