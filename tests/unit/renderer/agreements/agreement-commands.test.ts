import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordById, recordsOf, storedById } from '../../../../src/renderer/db/live.ts'
import {
  addStep,
  agreementProblems,
  amountOf,
  nextStatus,
  saveAgreement,
  withSteps,
} from '../../../../src/renderer/features/agreements/agreement-commands.ts'
import {
  agreementValues,
  newAgreementValues,
  NO_AGREEMENT,
  type AgreementValues,
} from '../../../../src/renderer/features/agreements/agreement-queries.ts'
import { organizationLink } from '../../../../src/renderer/features/meetings/meeting-commands.ts'
import { undo } from '../../../../src/renderer/records/commit.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const MEETING = '33333333-3333-4333-8333-333333333333'
const [METI, JETRO, SCHOOL] = [1, 2, 3].map((n) => `22222222-2222-4222-8222-22222222220${n}`) as [string, string, string]

describe('saving an agreement', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.write(
      VISIT,
      { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks', start: '2025-03-05T13:30' } },
      { type: 'set', kind: 'organization', id: METI, fields: { name: 'METI' } },
      { type: 'set', kind: 'organization', id: JETRO, fields: { name: 'JETRO' } },
      { type: 'set', kind: 'programme', id: SCHOOL, fields: { name: 'Winter school' } },
      organizationLink(MEETING, METI),
    )
  })
  afterEach(() => desk.close())
  const begin = async () => newAgreementValues(await desk.scope(VISIT), MEETING)
  const add = async (changed: Partial<AgreementValues> = {}): Promise<string> => {
    const saved = await saveAgreement(desk, {
      scope: VISIT,
      id: null,
      stored: await begin(),
      changed: { text: 'Joint courses', ...changed },
    })
    if (!saved.ok) throw new Error(saved.error.code)
    return saved.value
  }
  const values = async (id: string): Promise<AgreementValues> => {
    const held = agreementValues(await desk.scope(VISIT), id)
    if (!held) throw new Error('no such agreement')
    return held
  }
  const change = async (id: string, changed: Partial<AgreementValues>) =>
    saveAgreement(desk, { scope: VISIT, id, stored: await values(id), changed })

  it('begins with the organizations and the day of its meeting, and writes them with it in one step', async () => {
    const id = await add({ programmeIds: [SCHOOL] })
    expect(await values(id)).toMatchObject({
      text: 'Joint courses',
      meetingId: MEETING,
      status: 'agreed-orally',
      steps: [{ status: 'agreed-orally', day: '2025-03-05', saidBy: null }],
      organizationIds: [METI],
      programmeIds: [SCHOOL],
    })
    await undo(desk)
    const live = await desk.scope(VISIT)
    expect(['agreement', 'agreementOrganization', 'agreementProgramme'].map((kind) => recordsOf(live, kind as 'agreement'))).toEqual([
      [],
      [],
      [],
    ])
  })

  it('begins with nothing outside a meeting', async () => {
    expect(newAgreementValues(await desk.scope(VISIT), null)).toMatchObject({ organizationIds: [], steps: [{ day: null }] })
  })

  it("writes only what was changed: a colleague's edit of another field stays", async () => {
    const id = await add({ owner: 'METI' })
    const formBegan = await values(id)
    await desk.write(VISIT, { type: 'set', kind: 'agreement', id, fields: { owner: 'JETRO' } })
    desk.host.advance(1_000)
    await saveAgreement(desk, { scope: VISIT, id, stored: formBegan, changed: { text: 'Joint courses in Tashkent' } })
    expect(await values(id)).toMatchObject({ owner: 'JETRO', text: 'Joint courses in Tashkent' })
    const cells = storedById(await desk.scope(VISIT), 'agreement', id)?.cells
    expect(cells?.['owner']?.stamp).not.toBe(cells?.['text']?.stamp)
  })

  it('adds and removes links in the step of the text, and one undo puts all of it back', async () => {
    const id = await add()
    await change(id, { text: 'Courses', organizationIds: [JETRO], programmeIds: [SCHOOL] })
    expect(await values(id)).toMatchObject({ text: 'Courses', organizationIds: [JETRO], programmeIds: [SCHOOL] })
    await undo(desk)
    expect(await values(id)).toMatchObject({ text: 'Joint courses', organizationIds: [METI], programmeIds: [] })
  })

  it('can be tied and untied without a word being changed', async () => {
    const id = await add()
    const before = storedById(await desk.scope(VISIT), 'agreement', id)?.rev
    await change(id, { organizationIds: [] })
    expect((await values(id)).organizationIds).toEqual([])
    expect(storedById(await desk.scope(VISIT), 'agreement', id)?.rev).toBe(before)
  })

  it('takes off what is emptied', async () => {
    const id = await add({ owner: 'METI', amount: { value: '10', currency: 'usd' }, window: { words: 'in April', edtf: '2025-04' } })
    expect(recordById(await desk.scope(VISIT), 'agreement', id)?.amount).toEqual({ value: '10', currency: 'USD' })
    await change(id, { owner: ' ', amount: { value: '', currency: '' }, window: null, steps: [], status: null })
    const stored = recordById(await desk.scope(VISIT), 'agreement', id)
    expect(stored).toMatchObject({ owner: null, amount: null, window: null, steps: null, status: null })
  })

  it('is refused as a whole when it is in the trash', async () => {
    const id = await add()
    const held = await values(id)
    await desk.write(VISIT, { type: 'delete', kind: 'agreement', id })
    const saved = await saveAgreement(desk, { scope: VISIT, id, stored: held, changed: { text: 'B', organizationIds: [METI, JETRO] } })
    expect(saved).toMatchObject({ ok: false, error: { code: 'record-deleted' } })
    expect(recordsOf(await desk.scope(VISIT), 'agreementOrganization')).toHaveLength(1)
  })

  it('says by field what is wrong, and only a wrong value is', async () => {
    const wrong = (changed: Partial<AgreementValues>) => agreementProblems({ ...NO_AGREEMENT, text: 'A', ...changed })
    expect(wrong({})).toEqual({})
    expect(wrong({ text: '  ' })).toEqual({ text: 'required' })
    expect(wrong({ amount: { value: 'ten', currency: 'USD' } })).toEqual({ 'amount.value': 'not-an-amount' })
    expect(wrong({ amount: { value: '10', currency: '' } })).toEqual({ 'amount.currency': 'not-a-currency' })
    expect(wrong({ window: { words: 'soon', edtf: 'soon' } })).toEqual({ 'window.edtf': 'not-a-window' })
    expect(wrong({ steps: [{ status: 'signed', day: '2025-02-30', saidBy: null }] })).toEqual({ 'steps.0.day': 'not-a-day' })
  })

  it('has the last step as its status', async () => {
    const id = await add()
    const signed = addStep((await values(id)).steps, { status: 'signed', day: '2025-03-06', saidBy: '  ' })
    await change(id, signed)
    expect(await values(id)).toMatchObject({ status: 'signed', steps: [{ status: 'agreed-orally' }, { status: 'signed', saidBy: null }] })
    expect(withSteps(signed.steps.slice(0, 1)).status).toBe('agreed-orally')
    expect(withSteps([])).toEqual({ steps: [], status: null })
    expect([null, 'floated', 'agreed-orally', 'signed', 'under-way'].map((status) => nextStatus(status as 'signed' | null))).toEqual([
      'floated',
      'agreed-orally',
      'confirmed-in-writing',
      'under-way',
      'done',
    ])
  })

  it.each([
    ['12500.50 usd', '12500.50 USD'],
    ['12 500,50 UZS', '12500.50 UZS'],
    ['12,500 JPY', '12500 JPY'],
    ['1,250,000.5 EUR', '1250000.5 EUR'],
    ['１２５００ ＪＰＹ', '12500 JPY'],
    ['1,5 eur', '1.5 EUR'],
  ])('reads an amount as people write it: %s', (typed, meant) => {
    const amount = amountOf({ value: typed.slice(0, -4), currency: typed.slice(-4) })
    expect(`${amount?.value} ${amount?.currency}`).toBe(meant)
  })

  it('takes an empty amount as none', () => {
    expect(amountOf({ value: ' ', currency: '' })).toBeNull()
  })
})
