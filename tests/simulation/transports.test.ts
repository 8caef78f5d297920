import { afterAll, describe, expect, test } from 'vitest'
import { compareWays } from './exchange.ts'
import { openGround, sharedGround, type Ground } from './ministry.ts'
import { TRANSPORTS, type Transport } from './transports.ts'

const SEEDS = process.env['SAFARNOMA_FULL'] === '1' ? 40 : 1

describe('The same history over every transport and by packs', () => {
  const opened: Ground[] = []
  afterAll(async () => {
    for (const ground of opened) await ground.dispose()
  })

  test('X4 I1 I10: ends in the same records, texts and digests, and reports over packs at least the same losses', async () => {
    const grounds = new Map<Transport, Ground>()
    for (const transport of TRANSPORTS) {
      if (transport !== 'memory') opened.push(await openGround(transport))
      grounds.set(transport, transport === 'memory' ? await sharedGround() : (opened.at(-1) as Ground))
    }
    let losses = 0
    let writes = 0
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { server, packs } = await compareWays(seed, grounds)
      expect(packs.writes).toBe(server.writes)
      losses += server.losses.size
      writes += server.writes
    }
    console.log(`${SEEDS} histories each lived ${TRANSPORTS.length + 1} ways: ${writes} cells, ${losses} losses`)
    expect(losses).toBeGreaterThan(0)
  })
})
