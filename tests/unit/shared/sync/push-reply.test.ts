import { expect, test } from 'vitest'
import { pushReply } from '@shared/sync/protocol/push.ts'

const STORED = { outcome: 'stored', seq: 7 }
const PARKED = { outcome: 'parked', reason: 'forbidden', detail: 'role' }

test('P4: the answer to a push says of each item that it was stored, or parked and why', () => {
  const results = [STORED, PARKED, { outcome: 'parked', reason: 'storage' }]
  expect(pushReply.parse({ results, receivedAt: 1 })).toEqual({ results, receivedAt: 1 })
})

test.each<[string, unknown]>([
  ['nothing', null],
  ['a word', 'stored'],
  ['no outcome', { seq: 7 }],
  ['an outcome that there is not', { outcome: 'lost', seq: 7 }],
  ['what was stored at no place', { outcome: 'stored' }],
  ['what was stored at half a place', { outcome: 'stored', seq: 7.5 }],
  ['what was stored and parked', { ...PARKED, ...STORED }],
  ['a reason that there is not', { outcome: 'parked', reason: 'mood' }],
  ['a detail that is no text', { ...PARKED, detail: 1 }],
  ['what was parked at a place', { ...PARKED, seq: 7 }],
])('W2: an answer to a push with %s is refused', (_, result) => {
  expect(pushReply.safeParse({ results: [STORED, result], receivedAt: 1 }).success).toBe(false)
  expect(pushReply.safeParse({ results: { 0: STORED }, receivedAt: 1 }).success).toBe(false)
})
