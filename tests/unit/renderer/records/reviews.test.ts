import { afterEach, beforeEach, expect, it } from 'vitest'
import { reviewId } from '@shared/domain/review.ts'
import { prepareOutgoing } from '../../../../src/renderer/db/outgoing.ts'
import { settleOutgoing } from '../../../../src/renderer/db/settle-outgoing.ts'
import { putScopeState, readScopeState } from '../../../../src/renderer/db/scope-state.ts'
import { reviewedOf, toReviewOf } from '../../../../src/renderer/features/exchange/exchange-queries.ts'
import { receiptOf } from '../../../../src/renderer/records/receipt.ts'
import { reviewChanges, verdictOn, type Judgement } from '../../../../src/renderer/records/reviews.ts'
import { openDesk, VISIT, type Desk } from '../visits/desk.ts'

const AGREEMENT = '22222222-2222-4222-8222-222222222222'
const MEETING = '33333333-3333-4333-8333-333333333333'
const RECEIVED_AT = 1_800_000_000_000

let desk: Desk
beforeEach(async () => {
  desk = await openDesk(1)
  await desk.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'Joint courses' } })
  await desk.write(VISIT, { type: 'set', kind: 'meeting', id: MEETING, fields: { title: 'Talks' } })
})
afterEach(() => desk.close())

const scopes = async () => [{ scope: VISIT, live: await desk.scope(VISIT) }]
const stored = async (kind: string, id: string) => {
  const record = (await desk.scope(VISIT)).kinds[kind]?.get(id)
  if (!record) throw new Error(`no ${kind}`)
  return record
}
/** The server takes all that waits. */
const send = async (): Promise<void> => {
  const outgoing = await prepareOutgoing(desk.database, VISIT)
  if (!outgoing) throw new Error('something waits')
  const results = outgoing.request.items.map((_, n) => ({ outcome: 'stored', seq: n + 1 }) as const)
  await settleOutgoing(desk.database, VISIT, { outgoing, reply: { results, receivedAt: RECEIVED_AT } })
}
const judge = async (judgement: Judgement): Promise<void> => {
  const changes = reviewChanges([await stored('agreement', AGREEMENT)], judgement, {
    personId: MEETING,
    name: 'Desk',
    now: desk.host.now(),
  })
  await desk.write(VISIT, ...changes)
}
const receipt = async () => receiptOf(await stored('agreement', AGREEMENT), await desk.scope(VISIT))

it('is returned with remarks, waits for review again after an edit, and is accepted', async () => {
  await send()
  await judge({ state: 'returned', remarks: 'Who named it?' })
  expect(await receipt()).toEqual({ state: 'returned' })
  expect(reviewedOf(await scopes()).map(({ record, verdict }) => [record.id, verdict.review.remarks])).toEqual([
    [AGREEMENT, 'Who named it?'],
  ])
  await desk.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { owner: 'JETRO' } })
  expect(await receipt()).toEqual({ state: 'here' })
  expect(verdictOn(await desk.scope(VISIT), await stored('agreement', AGREEMENT))).toMatchObject({ state: 'returned', isCurrent: false })
  await send()
  expect(await receipt()).toEqual({ state: 'received', at: RECEIVED_AT })
  expect(reviewedOf(await scopes())).toEqual([])
  const at = desk.host.now()
  await judge({ state: 'accepted', remarks: null })
  expect(await receipt()).toEqual({ state: 'accepted', at })
})

it('a review names the stamp that the reviewer saw, and there is one for each record', async () => {
  await send()
  await judge({ state: 'returned', remarks: 'Why?' })
  await judge({ state: 'returned', remarks: 'Who?' })
  const review = await stored('review', reviewId(AGREEMENT))
  expect(review.cells['seen']?.value).toBe((await stored('agreement', AGREEMENT)).cells['text']?.stamp)
  expect(review.cells['remarks']?.value).toBe('Who?')
  expect((await desk.scope(VISIT)).kinds['review']?.size).toBe(1)
})

it('lists for a reviewer what was received and not judged as it is now, and for nobody else', async () => {
  await send()
  expect(toReviewOf(await scopes())).toEqual([])
  const state = await readScopeState(desk.database, VISIT)
  await putScopeState(desk.database, VISIT, { ...state, role: 'reviewer' })
  await judge({ state: 'accepted', remarks: null })
  const waiting = async () =>
    toReviewOf(await scopes()).flatMap(({ entries }) => entries.map(({ record, isAgain }) => [record.id, isAgain]))
  expect(await waiting()).toEqual([[MEETING, false]])
  await desk.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { owner: 'JETRO' } })
  expect(new Map((await waiting()).map(([id, isAgain]) => [id, isAgain]))).toEqual(
    new Map<unknown, unknown>([
      [AGREEMENT, true],
      [MEETING, false],
    ]),
  )
})
