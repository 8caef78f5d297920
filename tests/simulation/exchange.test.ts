import { beforeAll, describe, expect, test } from 'vitest'
import { compareWays } from './exchange.ts'
import { sharedGround, type Ground } from './ministry.ts'

const SEEDS = process.env['SAFARNOMA_FULL'] === '1' ? 40 : 2

describe('The same history, met over the server and by packs', () => {
  let ground: Ground
  beforeAll(async () => {
    ground = await sharedGround()
  })

  test('X4 I1 I10: ends in the same records, texts and digests, and reports at least the same losses', async () => {
    let losses = 0
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { server, packs } = await compareWays(seed, ground)
      expect(packs.writes).toBe(server.writes)
      losses += server.losses.size
    }
    expect(losses).toBeGreaterThan(0)
  })
})
