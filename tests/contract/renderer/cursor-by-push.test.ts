import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { putDigest } from '../../../src/renderer/db/digests.ts'
import { recordById } from '../../../src/renderer/db/live.ts'
import { readScopeState, type ScopeState } from '../../../src/renderer/db/scope-state.ts'
import { beginMinistry, connectLaptop, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { startTestServer, testId, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'

afterAll(stopSharedCluster)

const VISIT = testId('visit')
const AGREEMENT = testId('agreement')

describe('what a laptop is not told again', () => {
  let server: TestServer
  let owner: ConnectedLaptop
  let colleague: ConnectedLaptop

  beforeEach(async () => {
    server = await startTestServer({ database: 'postgres' })
    owner = await connectLaptop(1, () => server.address)
    colleague = await connectLaptop(2, () => server.address)
    await write(owner, 'Before')
    await beginMinistry(owner, server)
    await owner.syncNow()
    await letIn(owner, colleague, { scope: VISIT })
    await colleague.syncNow()
    await owner.syncNow()
  })
  afterEach(async () => {
    owner.close()
    colleague.close()
    await server.stop()
  })

  const write = (laptop: ConnectedLaptop, text: string): Promise<unknown> =>
    laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text } })
  const head = async () => {
    const told = await owner.session.call('scopes')
    if (!told.ok) throw new Error(told.error.code)
    return told.value.scopes[0]?.head
  }
  /** Where the laptop stands whenever it is about to pull, and what it asks for in one round. */
  async function round(laptop: ConnectedLaptop): Promise<{ asked: string[]; before: ScopeState[] }> {
    laptop.network.requests.length = 0
    const before: ScopeState[] = []
    laptop.network.onRequest = async (request) => {
      if (request.endsWith('/pull')) before.push(await readScopeState(laptop.database, VISIT))
    }
    await laptop.syncNow()
    delete laptop.network.onRequest
    return { asked: laptop.network.requests.map((one) => one.split('/').at(-1) ?? ''), before }
  }

  it('C9 a push that nothing came before moves the cursor, so that what was sent does not come back', async () => {
    await write(owner, 'After')
    const { asked, before } = await round(owner)
    expect(asked).toEqual(['scopes', 'push', 'pull'])
    expect(before).toMatchObject([{ cursor: await head() }])
    expect(before[0]?.answered).toBeUndefined()
    await colleague.syncNow()
    expect(recordById(colleague.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('After')
  })

  it('C9 where a colleague wrote in between, the cursor waits for the pull that brings it', async () => {
    await colleague.write(VISIT, { type: 'set', kind: 'agreement', id: testId('other'), fields: { text: 'Theirs' } })
    await colleague.syncNow()
    await write(owner, 'After')
    const { before } = await round(owner)
    expect(before).toMatchObject([{ answered: await head() }])
    expect(before[0]?.cursor?.seq).toBeLessThan(before[0]?.answered?.seq ?? 0)
    expect(recordById(owner.scope(VISIT), 'agreement', testId('other'))?.text).toBe('Theirs')
  })

  it('C9 of much that is sent after a colleague wrote, one push comes back and no more', async () => {
    await colleague.write(VISIT, { type: 'set', kind: 'agreement', id: testId('other'), fields: { text: 'Theirs' } })
    await colleague.syncNow()
    const much = Array.from({ length: 1_200 }, (_, index) => testId(`agreement ${index}`))
    await owner.write(VISIT, ...much.map((id) => ({ type: 'set' as const, kind: 'agreement', id, fields: { text: 'Ours' } })))
    const { asked, before } = await round(owner)
    expect(asked).toEqual(['scopes', 'push', 'pull', 'push', 'push', 'pull'])
    expect(before[1]).toMatchObject({ cursor: await head() })
    expect(recordById(owner.scope(VISIT), 'agreement', testId('other'))?.text).toBe('Theirs')
  })

  it('C10 a visit in which nothing moved is not asked for', async () => {
    const { asked } = await round(owner)
    expect(asked).toEqual(['scopes'])
    expect(owner.status.getState()).toMatchObject({ phase: 'reached', problem: null })
  })

  it('C10 a visit that counts otherwise is asked for, though its last commit is here', async () => {
    await putDigest(owner.database, VISIT, '0123456789abcdef')
    const { asked } = await round(owner)
    expect(asked.slice(0, 3)).toEqual(['scopes', 'pull', 'buckets'])
  })

  it('C10 a visit with a change of a colleague is asked for', async () => {
    await write(colleague, 'Theirs')
    await colleague.syncNow()
    expect((await round(owner)).asked).toEqual(['scopes', 'pull'])
    expect(recordById(owner.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('Theirs')
  })
})
