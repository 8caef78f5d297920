import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { checkScopes, type CheckedScope } from '../../../src/server/check/check-scopes.ts'
import { linesOf } from '../../../src/server/check/report.ts'
import { whyNotCurrent } from '../../../src/server/db/migrate.ts'
import { createTestDatabase, REAL_DATABASE, stopSharedCluster } from '../../support/databases.ts'
import { itemOf, noteOf, stampAt } from '../../support/pushed-records.ts'
import { call, joinAs, setUp, startTestServer, testId, type TestPerson, type TestServer } from '../../support/server.ts'

afterAll(stopSharedCluster)

const scope = testId('visit')
const meeting = testId('meeting')
const SECRET = 'a title that no report may carry'

describe.each(REAL_DATABASE)('the check of a restored server on %s', (database) => {
  let server: TestServer
  let owner: TestPerson

  beforeEach(async () => {
    server = await startTestServer({ database })
    owner = await setUp(server)
    const items = [
      itemOf('visit', scope, { title: [SECRET, stampAt(1)] }),
      itemOf('meeting', meeting, { title: ['first', stampAt(1)] }),
      itemOf('meeting', meeting, { title: ['second', stampAt(2), stampAt(1)], place: ['Tokyo', stampAt(2)] }),
      // Overruled: it is history alone, and a conflict that the server made.
      itemOf('meeting', meeting, { title: ['unseen', stampAt(1, 'x')] }),
      noteOf(testId('note'), { language: ['en', stampAt(1)] }, ['AAA=']),
    ]
    await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
    await joinAs(server, owner, { account: 'reader', scope, role: 'reader' })
    return () => server.stop()
  })

  const check = async (): Promise<CheckedScope> => {
    const all: CheckedScope[] = []
    for await (const checked of checkScopes(server.database)) all.push(checked)
    const [only] = all
    if (all.length !== 1 || !only) throw new Error('there is one visit')
    return only
  }
  const sql = (text: string) => server.database.transaction((tx) => tx.query(text))
  const kindsOf = async (): Promise<string[]> => (await check()).problems.map((problem) => problem.what)

  it('C6 finds a sound database sound, and names the laptops that may bring something back', async () => {
    const checked = await check()
    expect(checked).toMatchObject({ scope, received: 5, problems: [] })
    expect(checked.laptops.map((laptop) => [laptop.owner, laptop.role, laptop.lastPush?.pushSeq ?? null, laptop.reconciledAt])).toEqual([
      ['first', 'owner', 1, null],
      ['reader', 'reader', null, null],
    ])
    const report = linesOf(checked).join('\n')
    expect(report).toMatch(/sound[\s\S]*laptop "laptop" of first .*push 1 of .*brings back what it has written since/)
    expect(report).not.toContain(SECRET)
    expect(await whyNotCurrent(server.database)).toBeNull()
  })

  it('C6 says which laptop has come back since', async () => {
    await call(server, 'pull', { body: { cursor: { seq: 900, token: 'of what was lost' } }, token: owner.token, scope })
    const laptop = (await check()).laptops.find((one) => one.owner === 'first')
    expect(laptop?.reconciledAt).toEqual(expect.any(Number))
    expect(linesOf(await check()).join('\n')).toMatch(/of first .*came back/)
  })

  it.each([
    ['counter-behind', `UPDATE scopes SET seq = 2`],
    ['no-token', `DELETE FROM commits`],
    ['record-differs', `UPDATE records SET packed = replace(packed, 'second', 'changed') WHERE kind = 'meeting'`],
    ['record-missing', `DELETE FROM records WHERE kind = 'meeting'`],
    ['digest-differs', `UPDATE scopes SET digest = '0123456789abcdef'`],
    ['digest-differs', `UPDATE records SET digest = '0123456789abcdef' WHERE kind = 'meeting'`],
    ['record-differs', `DELETE FROM history WHERE record = (SELECT id FROM records WHERE kind = 'meeting')`],
    // A record that is its own history.
    ['digest-differs', `UPDATE records SET packed = replace(packed, 'no report', 'a report') WHERE kind = 'visit'`],
    ['digest-differs', `DELETE FROM records WHERE kind = 'visit'`],
    ['place-used-twice', `UPDATE note_updates SET seq = (SELECT seq FROM records WHERE kind = 'visit')`],
  ])('C6 finds %s after: %s', async (kind, damage) => {
    expect(await kindsOf()).toEqual([])
    await sql(damage)
    expect(await kindsOf()).toContain(kind)
  })

  it('C6 does not take the tables of another version, or none, for a sound database', async () => {
    await sql(`INSERT INTO migrations VALUES ('9999-of-tomorrow', 'x')`)
    expect(await whyNotCurrent(server.database)).toMatch(/another version/)
    const empty = await createTestDatabase(database)
    expect(await whyNotCurrent(empty.database)).toMatch(/no Safarnoma/)
    await empty.dispose()
  })
})
