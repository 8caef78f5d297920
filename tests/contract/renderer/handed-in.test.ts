import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linkId } from '@shared/domain/link.ts'
import { recordById, recordsOf, storedById } from '../../../src/renderer/db/live.ts'
import { readSetting } from '../../../src/renderer/db/settings.ts'
import { refusedOf } from '../../../src/renderer/features/exchange/exchange-queries.ts'
import { handInParked } from '../../../src/renderer/sync/hand-in.ts'
import { beginMinistry, connectLaptop, invite, letIn, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { handOver, takeIn } from '../../support/pack-laptop.ts'
import { startTestServer, testId, type TestServer } from '../../support/server.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { settled } from '../../support/settled.ts'

afterAll(stopSharedCluster)

const VISIT = testId('visit')
const AGREEMENT = testId('agreement')
const DAY = 24 * 60 * 60_000

describe('what a laptop handed over, and a server that was restored to before', () => {
  let server: TestServer
  let owner: ConnectedLaptop
  let colleague: ConnectedLaptop

  beforeEach(async () => {
    server = await startTestServer({ database: 'postgres' })
    owner = await connectLaptop(1, () => server.address)
    colleague = await connectLaptop(2, () => server.address)
    await owner.write(VISIT, { type: 'set', kind: 'visit', id: VISIT, fields: { title: 'Tokyo' } })
    await owner.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'First words' } })
    await beginMinistry(owner, server)
    await owner.syncNow()
    await letIn(owner, colleague, { scope: VISIT })
    await colleague.syncNow()
    colleague.host.advance(1_000)
  })
  afterEach(async () => {
    owner.close()
    colleague.close()
    await server.stop()
  })

  const setText = (laptop: ConnectedLaptop, text: string) =>
    laptop.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text } })
  const change = (role: 'reader' | null) => {
    const personId = recordsOf(colleague.scope(VISIT), 'member').find((one) => one.role !== 'owner')?.personId ?? ''
    return owner.session.call('changeMember', { scope: VISIT, body: { personId, role } })
  }
  const sql = (text: string) => server.database.transaction((tx) => tx.query(text))
  async function rescued(): Promise<number[]> {
    const rescues = await owner.session.call('rescues', { scope: VISIT, body: { state: 'waiting', before: null } })
    if (!rescues.ok) throw new Error(rescues.error.code)
    return rescues.value.items.map(({ position }) => position)
  }
  async function leave(): Promise<void> {
    await setText(colleague, 'Unsent words')
    await change(null)
    await colleague.syncNow()
    await settled(colleague)
    expect(colleague.scope(VISIT)).toBeUndefined()
    expect(await rescued()).toHaveLength(1)
  }

  it('R4 a server that forgot the rescued work of somebody who left gets it again, a day later', async () => {
    await leave()
    await sql('DELETE FROM rescues')
    await colleague.syncNow()
    expect(await rescued()).toEqual([])
    colleague.host.advance(DAY)
    await colleague.syncNow()
    expect(await rescued()).toHaveLength(1)
    colleague.host.advance(DAY)
    await colleague.syncNow()
    expect(await rescued()).toHaveLength(1)
    colleague.host.advance(90 * DAY)
    await colleague.syncNow()
    expect(await readSetting(colleague.database, 'handedIn')).toEqual([])
  })

  it('R4 who is in the visit again has their unsent work again, and sends it', async () => {
    await leave()
    const accepted = await colleague.session.call('accept', { body: { code: await invite(owner, VISIT) } })
    expect(accepted).toMatchObject({ ok: true })
    await colleague.syncNow()
    await colleague.syncNow()
    await owner.syncNow()
    expect(recordById(owner.scope(VISIT), 'agreement', AGREEMENT)?.text).toBe('Unsent words')
    expect(await readSetting(colleague.database, 'handedIn')).toEqual([])
  })

  it('R4 links that were refused with an agreement are handed in with it, and the owner has all of it', async () => {
    const organizationId = testId('ministry of economy')
    const id = linkId('agreementOrganization', AGREEMENT, organizationId)
    await colleague.write(VISIT, {
      type: 'create',
      kind: 'agreementOrganization',
      id,
      fields: { agreementId: AGREEMENT, organizationId },
    })
    await setText(colleague, 'Written as an editor')
    await change('reader')
    await colleague.syncNow()
    const refused = () => {
      const live = colleague.scope(VISIT)
      return live ? refusedOf([{ scope: VISIT, live }]) : []
    }
    const [entry, ...others] = refused()
    if (!entry) throw new Error('the agreement was refused')
    expect([entry.record.id, entry.links.map((link) => link.id), others]).toEqual([AGREEMENT, [id], []])
    expect(await handInParked(colleague, [entry.record, ...entry.links])).toMatchObject({ ok: true })
    await settled(colleague)
    const [handed] = refused()
    const at = colleague.host.now()
    expect([handed?.record.parked?.handedInAt, handed?.links.map(({ parked }) => parked?.handedInAt)]).toEqual([at, [at]])
    await owner.session.call('settleRescues', { scope: VISIT, body: { positions: await rescued(), take: true } })
    await owner.syncNow()
    expect(recordsOf(owner.scope(VISIT), 'agreementOrganization').map((link) => link.id)).toEqual([id])
    await colleague.syncNow()
    expect(refused()).toEqual([])
  })

  it('R4 a reader hands in what is refused; it stays until the owner has taken it, also over a restored server', async () => {
    await setText(colleague, 'Written as an editor')
    await change('reader')
    await colleague.syncNow()
    const held = () => {
      const record = storedById(colleague.scope(VISIT), 'agreement', AGREEMENT)
      if (!record) throw new Error('the colleague has the agreement')
      return record
    }
    expect(held().parked).toMatchObject({ reason: 'forbidden', detail: 'role' })
    expect(await handInParked(colleague, [held()])).toMatchObject({ ok: true })
    await settled(colleague)
    expect(held()).toMatchObject({ parked: { handedInAt: colleague.host.now() }, pending: { text: { isOwn: true } } })
    expect(await rescued()).toHaveLength(1)

    await sql('DELETE FROM rescues')
    await sql(`UPDATE commits SET token = 'of another life'`)
    await colleague.syncNow()
    const positions = await rescued()
    expect(positions).toHaveLength(1)
    await owner.syncNow()
    await owner.session.call('settleRescues', { scope: VISIT, body: { positions, take: true } })
    await colleague.syncNow()
    expect(colleague.scope(VISIT)?.unsent.size).toBe(0)
    expect(held()).toMatchObject({ parked: null })
  })

  it('X4 what a pack says the ministry has is asked for by the commit that vouches for it', async () => {
    const [head] = await server.database.transaction((tx) => tx.query<{ seq: number }>('SELECT seq FROM scopes'))
    owner.network.state = 'down'
    await setText(colleague, 'Sent, and forgotten')
    await colleague.syncNow()
    await takeIn(owner, await handOver(colleague, VISIT))
    await settled(owner)
    expect(owner.scope(VISIT)?.unsent.size).toBe(0)
    for (const table of ['records', 'note_updates', 'commits']) await sql(`DELETE FROM ${table} WHERE seq > ${head?.seq}`)
    await sql(`DELETE FROM records WHERE id = '${AGREEMENT}'`)
    await sql(`DELETE FROM history WHERE record = '${AGREEMENT}'`)
    await sql(`UPDATE scopes SET seq = ${head?.seq}, digest = NULL`)
    owner.network.state = 'up'
    owner.network.requests.length = 0
    await owner.syncNow()
    expect(owner.network.requests.filter((one) => one.includes('/bucket'))).toEqual([])
    const pulled = await owner.session.call('pull', { scope: VISIT, body: { cursor: null } })
    expect(pulled.ok && pulled.value.items.map(({ record }) => record.c['text']?.[0])).toContain('Sent, and forgotten')
  })
})
