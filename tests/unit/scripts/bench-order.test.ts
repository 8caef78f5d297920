import { describe, expect, it } from 'vitest'
import { readOrder, usage } from '../../../scripts/bench/order.ts'

const NAMES = ['store', 'sync']

describe('The options of the benchmarks', () => {
  it('are those of the whole where none is given', () => {
    const order = { size: 10_000, isShort: false, runs: 5, isSlow: false, only: undefined, records: undefined }
    expect(readOrder(['sync'], NAMES)).toEqual({ name: 'sync', isJson: false, order })
  })

  it('are read, and a short bench runs once', () => {
    const args = ['sync', '--records', '2000', '--runs', '3', '--slow', '--only', 'rxdb,yjs', '--json']
    const order = { size: 10_000, isShort: false, runs: 3, isSlow: true, only: 'rxdb,yjs', records: 2_000 }
    expect(readOrder(args, NAMES)).toEqual({ name: 'sync', isJson: true, order })
    expect(readOrder([...args, '--short'], NAMES)?.order.runs).toBe(1)
  })

  it('are told to who asks, with every name', () => {
    expect(readOrder(['sync', '--help'], NAMES)).toBeNull()
    expect(usage(NAMES)).toContain('store, sync')
  })

  it.each([
    [[], 'There is no bench "".'],
    [['speed'], 'There is no bench "speed".'],
    [['sync', 'store'], 'There is no bench "sync store".'],
    [['sync', '--runs', '0'], '--runs takes a whole number from 1, not "0".'],
    [['sync', '--records', '1e4'], '--records takes a whole number from 100, not "1e4".'],
    [['sync', '--size', '99'], '--size takes a whole number from 100, not "99".'],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readOrder(args, NAMES)).toThrow(sentence)
  })
})
