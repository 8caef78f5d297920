import { beforeAll, describe, expect, it } from 'vitest'
import { resetByCommand } from '../../../src/server/access/reset-by-command.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import {
  call,
  credentialsOf,
  fakeClock,
  joinAs,
  setUp,
  startTestServer,
  testId,
  type TestPerson,
  type TestServer,
} from '../../support/server.ts'

const scope = testId('visit')
const DAY = 24 * 60 * 60_000

describe('a forgotten password', () => {
  let server: TestServer
  let administrator: TestPerson
  let person: TestPerson
  const clock = fakeClock()

  beforeAll(async () => {
    server = await startTestServer({ database: 'pglite', now: clock.now })
    administrator = await setUp(server, 'administrator')
    const items = [itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] })]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: administrator.token, scope })
    person = await joinAs(server, administrator, { account: 'person', scope, role: 'editor' })
    return () => server.stop()
  })

  const reset = async (): Promise<string> =>
    (await call(server, 'resetPassword', { body: { personId: person.personId }, token: administrator.token })).body.code
  const choose = (code: string, password = 'a new long password', account = 'person') =>
    call(server, 'newPassword', { body: { ...credentialsOf('person'), account, password, code, personId: person.personId } })
  const signIn = (password: string) =>
    call(server, 'signIn', { body: { ...credentialsOf('person'), password, personId: testId('person person') } })
  const audit = async () => {
    const { accessToken } = (
      await call(server, 'signIn', { body: { ...credentialsOf('administrator'), personId: administrator.personId } })
    ).body
    return (await call(server, 'audit', { body: { before: null }, token: accessToken })).body.entries
  }

  it('A10 the code ends every session and the old password, opens one new one, and works once', async () => {
    const code = await reset()
    expect((await call(server, 'scopes', { body: null, token: person.token })).status).toBe(401)
    const renewed = await call(server, 'refresh', { body: { refreshToken: person.refreshToken, keepIn: 'body' } })
    expect(renewed.body).toMatchObject({ code: 'sign-in-needed' })
    expect((await signIn('password of person')).body).toMatchObject({ code: 'bad-credentials' })
    expect((await choose(code, 'short')).status).toBe(400)
    const opened = await choose(code.toLowerCase().replaceAll('-', ' '))
    expect(opened.body).toMatchObject({ account: 'person', personId: person.personId })
    expect((await call(server, 'scopes', { body: null, token: opened.body.accessToken })).body.scopes).toHaveLength(1)
    expect((await signIn('a new long password')).status).toBe(200)
    expect((await choose(code)).body).toMatchObject({ code: 'bad-code' })
  })

  it('A10 a newer code replaces an older one, and none works for another account or after a day', async () => {
    const first = await reset()
    const second = await reset()
    expect((await choose(first)).body).toMatchObject({ code: 'bad-code' })
    expect((await choose(second, 'a new long password', 'administrator')).body).toMatchObject({ code: 'bad-code' })
    expect((await choose(second, 'a new long password', 'nobody')).body).toMatchObject({ code: 'bad-code' })
    clock.pass(DAY)
    expect((await choose(second)).body).toMatchObject({ code: 'bad-code' })
  })

  it('A10 a closed account is not opened by a code, and the audit says who gave it to whom', async () => {
    const { accessToken: token } = (
      await call(server, 'signIn', { body: { ...credentialsOf('administrator'), personId: administrator.personId } })
    ).body
    const { code } = (await call(server, 'resetPassword', { body: { personId: person.personId }, token })).body
    await call(server, 'changeUser', { body: { personId: person.personId, disabled: true }, token })
    expect((await choose(code)).body).toMatchObject({ code: 'account-disabled' })
    await call(server, 'changeUser', { body: { personId: person.personId, disabled: false }, token })
    expect((await choose(code)).status).toBe(200)
    const entries = await audit()
    const given = entries.find(({ action }) => action === 'password-reset')
    expect(given).toMatchObject({ by: { name: 'administrator' }, subject: { name: 'person' }, device: administrator.device })
    expect(entries.find(({ action }) => action === 'password-changed')).toMatchObject({ by: { name: 'person' } })
    expect(JSON.stringify(entries)).not.toContain(code)
  })

  it('A10 the command line gives a code to an account that is there', async () => {
    const given = await resetByCommand(server.database, { now: clock.now, random: (bytes) => new Uint8Array(bytes).fill(7) }, 'PERSON')
    expect(given.ok && given.value.split('\n')[0]).toBe('person: 77777-77777-77777-77777')
    expect((await choose('77777-77777-77777-77777')).status).toBe(200)
    expect((await audit()).find(({ action }) => action === 'password-reset')).toMatchObject({ by: null, address: 'command line' })
    const unknown = await resetByCommand(server.database, { now: clock.now, random: (bytes) => new Uint8Array(bytes) }, 'nobody')
    expect(unknown.ok).toBe(false)
  })
})
