import { describe, expect, it } from 'vitest'
import { sharedGround } from './ministry.ts'
import { invitationFrom } from './people.ts'
import { Scenario } from './scenario.ts'

describe('what the people of a history do', () => {
  it('an owner whose page dies while a colleague waits for a code gives none, and the history goes on', async () => {
    const story = await Scenario.open(await sharedGround())
    const owner = story.laptop(0)
    const codes: (string | null)[] = []
    // At each of its calls of the storage in turn: while it opens, and while it asks. The last time it lives.
    for (let diesIn = 1; owner.deaths === diesIn - 1; diesIn += 1) {
      owner.killAll()
      owner.diesIn = diesIn
      await story.begin(async () => codes.push(await invitationFrom(story.world, 'editor')))
      await story.pass(600_000)
    }
    owner.diesIn = null
    expect(codes).toEqual([...Array<null>(owner.deaths).fill(null), expect.any(String)])
    expect(owner.deaths).toBeGreaterThan(2)
    await story.end()
  })
})
