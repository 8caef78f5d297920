import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordById, recordsOf } from '../../../../src/renderer/db/live.ts'
import { commitmentProblems, saveCommitment } from '../../../../src/renderer/features/commitments/commitment-commands.ts'
import {
  commitmentValues,
  newCommitmentValues,
  type CommitmentValues,
} from '../../../../src/renderer/features/commitments/commitment-queries.ts'
import { organizationLink } from '../../../../src/renderer/features/meetings/meeting-commands.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const MEETING = '33333333-3333-4333-8333-333333333333'
const METI = '22222222-2222-4222-8222-222222222201'
const JETRO = '22222222-2222-4222-8222-222222222202'

describe('saving a commitment', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk()
    await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks' } }, organizationLink(MEETING, METI))
  })
  afterEach(() => desk.close())
  const begin = async () => newCommitmentValues(await desk.scope(VISIT), { meetingId: MEETING, agreementId: null, direction: null })
  const add = async (changed: Partial<CommitmentValues>): Promise<string> => {
    const saved = await saveCommitment(desk, { scope: VISIT, id: null, stored: await begin(), changed })
    if (!saved.ok) throw new Error(saved.error.code)
    return saved.value
  }

  it('assumes nothing about who promised, and takes the only counterpart of its meeting', async () => {
    expect(await begin()).toMatchObject({ direction: null, organizationId: METI, status: 'open', meetingId: MEETING })
    await desk.write(VISIT, organizationLink(MEETING, JETRO))
    expect((await begin()).organizationId).toBeNull()
    expect(commitmentProblems({ ...(await begin()), text: 'Send it' })).toEqual({ direction: 'required' })
  })

  it('writes a new one whole, and later only what was changed', async () => {
    const id = await add({ direction: 'they-owe', text: 'Send the terms', window: { words: 'in April', edtf: '2025-04' } })
    const held = commitmentValues(await desk.scope(VISIT), id)
    if (!held) throw new Error('no such commitment')
    expect(held).toMatchObject({ direction: 'they-owe', organizationId: METI, status: 'open', window: { edtf: '2025-04' } })
    await desk.write(VISIT, { type: 'set', kind: 'commitment', id, fields: { owner: 'Colleague' } })
    await saveCommitment(desk, { scope: VISIT, id, stored: held, changed: { status: 'done' } })
    const stored = recordById(await desk.scope(VISIT), 'commitment', id)
    expect(stored).toMatchObject({ status: 'done', owner: 'Colleague', text: 'Send the terms' })
  })

  it('takes off what is emptied', async () => {
    const id = await add({ direction: 'we-owe', text: 'Send the list', owner: 'Delegate A' })
    const held = commitmentValues(await desk.scope(VISIT), id)
    if (!held) throw new Error('no such commitment')
    await saveCommitment(desk, { scope: VISIT, id, stored: held, changed: { owner: '', organizationId: null } })
    expect(recordsOf(await desk.scope(VISIT), 'commitment')).toMatchObject([{ owner: null, organizationId: null, details: null }])
  })

  it('says by field what is wrong', async () => {
    const values: CommitmentValues = { ...(await begin()), direction: 'we-owe', text: 'A' }
    expect(commitmentProblems(values)).toEqual({})
    expect(commitmentProblems({ ...values, text: '' })).toEqual({ text: 'required' })
    expect(commitmentProblems({ ...values, window: { words: 'soon', edtf: '2025-13' } })).toEqual({ 'window.edtf': 'not-a-window' })
  })

  it('is refused when it is in the trash', async () => {
    const id = await add({ direction: 'we-owe', text: 'Send the list' })
    await desk.write(VISIT, { type: 'delete', kind: 'commitment', id })
    const saved = await saveCommitment(desk, { scope: VISIT, id, stored: await begin(), changed: { text: 'B' } })
    expect(saved).toMatchObject({ ok: false, error: { code: 'record-deleted' } })
  })
})
