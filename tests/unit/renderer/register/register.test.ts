import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LiveScope } from '../../../../src/renderer/db/live.ts'
import { recordsOf } from '../../../../src/renderer/db/live.ts'
import { closedItems, nextStage, openColumns } from '../../../../src/renderer/features/register/register-columns.ts'
import { agreementMove, commitmentMove, saidBy } from '../../../../src/renderer/features/register/register-commands.ts'
import { filterOf, narrowed, ofSign } from '../../../../src/renderer/features/register/register-filter.ts'
import { countMarks, groupItems, registerItems, sortItems } from '../../../../src/renderer/features/register/register-queries.ts'
import { commit, undo } from '../../../../src/renderer/records/commit.ts'
import { importAsNew } from '../../../../src/renderer/records/visit-exchange-file.ts'
import { fileOf, openDesk, type Desk } from '../visits/desk.ts'

const TODAY = '2025-03-20'

const FILE = fileOf({
  safarnoma: 1,
  visit: { title: 'Tokyo', zone: 'Asia/Tokyo' },
  organizations: [
    { key: 'a', name: 'Association A', shortName: 'AA' },
    { key: 'b', name: 'Bureau B' },
  ],
  programmes: [
    { key: 'week', name: 'Week' },
    { key: 'fest', name: 'Fest' },
  ],
  agreements: [
    {
      key: 'both',
      text: 'Joins both',
      status: 'agreed-orally',
      steps: [{ status: 'agreed-orally', day: null, saidBy: null }],
      organizations: ['a', 'b'],
      programmes: ['week', 'fest'],
      window: { words: 'in April', edtf: '2025-04' },
    },
    { key: 'over', text: 'Was due', status: 'signed', organizations: ['b'], window: { words: 'by 14 March', edtf: '../2025-03-14' } },
    { key: 'done', text: 'Is done', status: 'done', window: { words: 'by 14 March', edtf: '../2025-03-14' } },
    { key: 'bare', text: 'Bare' },
  ],
  commitments: [
    {
      key: 'we',
      text: 'We send terms',
      direction: 'we-owe',
      status: 'open',
      organization: 'a',
      agreement: 'both',
      window: { words: 'soon', edtf: null },
    },
    { key: 'they', text: 'They send people', direction: 'they-owe', organization: 'b', window: { words: 'this month', edtf: '2025-03' } },
  ],
})

let desk: Desk
let scope: string
const live = (): Promise<LiveScope> => desk.scope(scope)
const items = async () => registerItems(await live(), TODAY)
const texts = (list: readonly { readonly text: string }[]): string[] => list.map(({ text }) => text)

beforeEach(async () => {
  desk = await openDesk()
  const written = await importAsNew(desk, FILE)
  if (!written.ok) throw new Error(written.error.code)
  scope = written.value
})
afterEach(() => desk.close())

describe('the register', () => {
  it('lists agreements, then what we owe, then what they owe, each by the last day', async () => {
    expect(texts(await items())).toEqual(['Is done', 'Was due', 'Joins both', 'Bare', 'We send terms', 'They send people'])
    expect(countMarks(await items())).toEqual({ all: 6, agreed: 4, owe: 1, theirs: 1 })
  })

  it('calls late only what is open and whose last day has ended', async () => {
    expect(texts((await items()).filter(({ isOverdue }) => isOverdue))).toEqual(['Was due'])
  })

  it('gives a commitment the programmes of its agreement, and an open status where none was said', async () => {
    const all = await items()
    expect(all.find(({ text }) => text === 'We send terms')?.programmes.map(({ name }) => name)).toEqual(['Week', 'Fest'])
    expect(all.find(({ text }) => text === 'They send people')?.stage).toBe('open')
  })

  it('shows an item in each of its groups, and those without one last', async () => {
    const groups = groupItems(await items(), 'programme')
    expect(groups.map(({ name, items: list }) => [name, texts(list)])).toEqual([
      ['Fest', ['Joins both', 'We send terms']],
      ['Week', ['Joins both', 'We send terms']],
      ['', ['Is done', 'Was due', 'Bare', 'They send people']],
    ])
    expect(groupItems(await items(), 'direction').map(({ key }) => key)).toEqual(['agreed', 'owe', 'theirs'])
  })

  it('sorts both ways and leaves what says nothing at the end', async () => {
    const all = await items()
    expect(texts(sortItems(all, 'stage', false))).toEqual(['We send terms', 'They send people', 'Joins both', 'Was due', 'Is done', 'Bare'])
    expect(texts(sortItems(all, 'stage', true)).at(-1)).toBe('Bare')
  })
})

describe('the filters of the address', () => {
  const shown = async (query: string) => {
    const filter = filterOf(Object.fromEntries(new URLSearchParams(query)))
    return texts(ofSign(narrowed(await items(), filter, TODAY), filter))
  }

  it('honours the links of the visit page', async () => {
    expect(await shown('kind=agreement')).toHaveLength(4)
    expect(await shown('kind=commitment')).toEqual(['We send terms', 'They send people'])
    expect(await shown('direction=we-owe')).toEqual(['We send terms'])
    expect(await shown('direction=they-owe')).toEqual(['They send people'])
  })

  it('narrows by window', async () => {
    expect(await shown('window=overdue')).toEqual(['Was due'])
    expect(await shown('window=this-month')).toEqual(['Is done', 'Was due', 'They send people'])
    expect(await shown('window=later')).toEqual(['Joins both'])
    expect(await shown('window=no-date')).toEqual(['Bare', 'We send terms'])
  })

  it('narrows by organization, stage and openness together, and passes over what it does not know', async () => {
    const bureau = recordsOf(await live(), 'organization').find(({ name }) => name === 'Bureau B')?.id ?? ''
    expect(await shown(`organization=${bureau}&stage=signed`)).toEqual(['Was due'])
    expect(await shown('open=yes')).not.toContain('Is done')
    expect(await shown('stage=nonsense&window=never&kind=thing')).toHaveLength(6)
  })
})

describe('the board', () => {
  it('has the open stages of what is shown, and a column for agreements without one', async () => {
    const all = await items()
    expect(openColumns(all, ['agreement', 'commitment']).map(({ stage }) => stage)).toEqual([
      null,
      'open',
      'floated',
      'agreed-orally',
      'confirmed-in-writing',
      'signed',
      'under-way',
    ])
    expect(openColumns(ofSign(all, { kind: 'commitment', direction: null }), ['commitment']).map(({ stage }) => stage)).toEqual([
      'open',
      'under-way',
    ])
    expect(texts(closedItems(all))).toEqual(['Is done'])
  })

  it('knows the stage before and after', () => {
    expect(nextStage({ kind: 'agreement', stage: 'floated' }, 1)).toBe('agreed-orally')
    expect(nextStage({ kind: 'agreement', stage: 'floated' }, -1)).toBeUndefined()
    expect(nextStage({ kind: 'agreement', stage: null }, 1)).toBe('floated')
    expect(nextStage({ kind: 'commitment', stage: 'open' }, 1)).toBe('under-way')
  })

  it('appends a dated step that names nobody, keeps those before, and takes it back', async () => {
    const id = recordsOf(await live(), 'agreement').find(({ text }) => text === 'Joins both')?.id ?? ''
    const written = await commit(desk, scope, agreementMove(await live(), id, { status: 'signed', day: '2025-03-20' }))
    const agreement = async () => recordsOf(await live(), 'agreement').find((one) => one.id === id)
    expect((await agreement())?.status).toBe('signed')
    expect((await agreement())?.steps?.map(({ status }) => status)).toEqual(['agreed-orally', 'signed'])
    expect((await agreement())?.steps?.at(-1)).toEqual({ status: 'signed', day: '2025-03-20', saidBy: null })

    await commit(desk, scope, saidBy(await live(), id, { status: 'signed', by: ' Their chairman ' }))
    expect((await agreement())?.steps?.at(-1)?.saidBy).toBe('Their chairman')
    expect(saidBy(await live(), id, { status: 'floated', by: 'Somebody' })).toEqual([])

    if (written.ok && written.value.takeBack) await undo(desk, written.value.takeBack)
    expect((await agreement())?.status).toBe('agreed-orally')
  })

  it('writes nothing where a card already is', async () => {
    const state = await live()
    const [commitment] = recordsOf(state, 'commitment').filter(({ direction }) => direction === 'they-owe')
    expect(commitmentMove(state, commitment?.id ?? '', 'open')).toEqual([])
    expect(commitmentMove(state, commitment?.id ?? '', 'done')).toHaveLength(1)
  })
})
