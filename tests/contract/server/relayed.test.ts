import { beforeAll, describe, expect, it } from 'vitest'
import { originalsOf, publicKeyOf, signRecords } from '@shared/sync/pack-proof.ts'
import { unpackRecord } from '@shared/sync/packed.ts'
import type { Original, PushItem } from '@shared/sync/protocol/records.ts'
import { deviceAuthor } from '@shared/sync/stamp.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, credentialsOf, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

const scope = testId('visit')
const SECRET = '11'.repeat(32)
const OTHER_SECRET = '22'.repeat(32)

describe('relayed work', () => {
  let server: TestServer
  let bringer: TestPerson
  const author = credentialsOf('author', 'away').device.id
  let pushes = 0

  beforeAll(async () => {
    server = await startTestServer({ database: 'pglite' })
    bringer = await setUp(server, 'bringer')
    await push({ ...itemOf('visit', scope, { title: ['Tokyo', stampAt(1, deviceAuthor(bringer.device, 's'))] }) })
    await joinAs(server, bringer, { account: 'author', scope, role: 'editor' })
    await signIn('author', 'away', { key: publicKeyOf(SECRET) })
    return () => server.stop()
  })

  async function signIn(account: string, laptop: string, device: { key: string; id?: string }): Promise<string> {
    const credentials = credentialsOf(account, laptop)
    const body = { ...credentials, device: { ...credentials.device, ...device }, personId: testId(`person ${account}`) }
    const { status, body: reply } = await call(server, 'signIn', { body })
    expect(status).toBe(200)
    return reply.refreshToken ?? ''
  }
  async function push(item: PushItem): Promise<void> {
    pushes += 1
    const { body } = await call(server, 'push', { body: { pushSeq: pushes, items: [item] }, token: bringer.token, scope })
    expect(body.results).toMatchObject([{ outcome: 'stored' }])
  }
  const written = (name: string, kind = 'agreement', field = 'text'): PushItem =>
    itemOf(kind, testId(name), { [field]: [name, stampAt(5, deviceAuthor(author, 'session'))] })
  function signedBy(secret: string, item: PushItem, device = author): Original[] {
    const signed = { scope, records: [unpackRecord(item.record)] }
    return originalsOf(signed, { device, key: publicKeyOf(secret), signature: signRecords(signed, secret) }) ?? []
  }
  async function provenIn(name: string): Promise<readonly string[] | undefined> {
    const { body } = await call(server, 'history', { body: { record: testId(name), before: null }, token: bringer.token, scope })
    return body.entries[0]?.proven
  }

  it('A8 what its laptop signed is proven, whoever brings it', async () => {
    await push({ ...written('signed'), originals: signedBy(SECRET, written('signed')) })
    expect(await provenIn('signed')).toEqual(['text'])
  })

  it('A8 without a signature it is stored, and not proven', async () => {
    await push(written('unsigned'))
    expect(await provenIn('unsigned')).toEqual([])
  })

  it('A8 a signature over another value proves nothing', async () => {
    const said = itemOf('agreement', testId('changed'), { text: ['as it was', stampAt(5, deviceAuthor(author, 'session'))] })
    await push({ ...written('changed'), originals: signedBy(SECRET, said) })
    expect(await provenIn('changed')).toEqual([])
  })

  it('A8 a signature by a key that the laptop did not register proves nothing', async () => {
    await push({ ...written('other key'), originals: signedBy(OTHER_SECRET, written('other key')) })
    expect(await provenIn('other key')).toEqual([])
    const [original] = signedBy(OTHER_SECRET, written('false key'))
    if (!original) throw new Error('one was signed')
    await push({ ...written('false key'), originals: [{ ...original, key: publicKeyOf(SECRET) }] })
    expect(await provenIn('false key')).toEqual([])
  })

  it('A8 nobody else registers a key for a laptop whose id they have seen, and a registered one stays', async () => {
    await joinAs(server, bringer, { account: 'stranger', scope, role: 'editor' })
    await signIn('stranger', 'theirs', { id: author, key: publicKeyOf(OTHER_SECRET) })
    const refreshToken = await signIn('author', 'away', { key: publicKeyOf(OTHER_SECRET) })
    expect((await call(server, 'refresh', { body: { refreshToken, keepIn: 'body', key: publicKeyOf(OTHER_SECRET) } })).status).toBe(200)
    await push({ ...written('stranger'), originals: signedBy(OTHER_SECRET, written('stranger')) })
    expect(await provenIn('stranger')).toEqual([])
    await push({ ...written('still'), originals: signedBy(SECRET, written('still')) })
    expect(await provenIn('still')).toEqual(['text'])
  })

  it('A8 a laptop without a key, seen by others first, gets one from its own account alone, also with a renewal', async () => {
    const late = credentialsOf('author', 'late').device.id
    const body = { ...credentialsOf('author', 'late'), personId: testId('person author') }
    const { refreshToken } = (await call(server, 'signIn', { body })).body
    await signIn('stranger', 'theirs', { id: late, key: publicKeyOf(OTHER_SECRET) })
    await call(server, 'refresh', { body: { refreshToken, keepIn: 'body', key: publicKeyOf(SECRET) } })
    const item = itemOf('agreement', testId('late'), { text: ['late', stampAt(5, deviceAuthor(late, 'session'))] })
    await push({ ...item, originals: signedBy(SECRET, item, late) })
    expect(await provenIn('late')).toEqual(['text'])
  })

  it('A8 N2 the text of a note is no part of what was signed', async () => {
    const note = written('note', 'note', 'bodyEdited')
    await push({ ...note, originals: signedBy(SECRET, note) })
    expect(await provenIn('note')).toEqual([])
  })
})
