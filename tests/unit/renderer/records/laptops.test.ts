import { expect, it } from 'vitest'
import { overSince, type Laptop } from '../../../../src/renderer/records/laptops.ts'

const laptop = (id: string, told: Partial<Laptop>): Laptop => ({
  id,
  name: 'Chrome',
  predecessor: null,
  registeredAt: 0,
  seenAt: 0,
  revokedAt: null,
  ...told,
})

it('says of a laptop that registered anew that its old entry is over, and of no other', () => {
  const anew = laptop('new', { predecessor: 'old', registeredAt: 100, seenAt: 200 })
  const of = (old: Laptop) => overSince(old, [old, anew])
  expect(of(laptop('old', { seenAt: 90 }))).toBe(100)
  // A copy of it is in use.
  expect(of(laptop('old', { seenAt: 150 }))).toBeNull()
  // It was reported lost, and says that.
  expect(of(laptop('old', { seenAt: 90, revokedAt: 95 }))).toBeNull()
  expect(of(laptop('another', { seenAt: 90 }))).toBeNull()
  expect(of(anew)).toBeNull()
})
