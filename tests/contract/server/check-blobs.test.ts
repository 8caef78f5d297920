import { expect, it } from 'vitest'
import { openBlobBytes } from '../../../src/server/blobs/blob-store.ts'
import { checkBlobs } from '../../../src/server/check/check-blobs.ts'
import { blobLinesOf } from '../../../src/server/check/report.ts'
import { openTestPlace, PLACE_KINDS } from '../../support/blob-places.ts'
import { attachmentItem, sendBlob } from '../../support/blobs.ts'
import { bytesOf, hashOf } from '../../support/bytes.ts'
import { itemOf, stampAt } from '../../support/pushed-records.ts'
import { call, setUp, startTestServer, testId } from '../../support/server.ts'

it.each(PLACE_KINDS)('C6 the check reads every file, says what is missing or changed, and what laptops bring: %s', async (kind) => {
  const where = await openTestPlace(kind)
  const server = await startTestServer({ database: 'pglite', blobs: where.place })
  const owner = await setUp(server)
  const scope = testId('visit')
  const named = (name: string) => bytesOf(name, 500)
  const files = ['sound', 'cut short', 'changed', 'awaited'].map(named)
  const items = [itemOf('visit', scope, { title: ['Tokyo', stampAt(1)] }), ...files.map((file) => attachmentItem(file))]
  await call(server, 'push', { body: { pushSeq: 1, items }, token: owner.token, scope })
  for (const file of files.slice(0, 3)) expect(await sendBlob(server, { as: owner, scope }, file)).toBe(204)
  const bytes = await openBlobBytes(where.place)
  const look = () => checkBlobs(server.database, bytes)
  const blob = (name: string) => ({ scope, hash: hashOf(named(name)), size: 500 })
  expect(await look()).toEqual({ sound: 3, missing: [], differing: [], awaited: [blob('awaited')], strangers: [] })

  await where.overwrite(blob('cut short').hash, Buffer.from('cut'))
  await where.overwrite(blob('changed').hash, named('something else'))
  const stranger = { hash: hashOf(named('stranger')), size: 500 }
  await where.overwrite(stranger.hash, named('stranger'))
  const checked = await look()
  expect(checked).toEqual({
    sound: 1,
    missing: [blob('cut short')],
    differing: [blob('changed')],
    awaited: [blob('awaited')],
    strangers: [stranger],
  })
  expect(blobLinesOf(checked)).toEqual([
    'files: 1 sound, 1 missing, 1 with other bytes than their name says',
    `  PROBLEM visit ${scope}: ${blob('cut short').hash} (500 bytes) is missing: laptops that have it bring it again`,
    `  PROBLEM visit ${scope}: ${blob('changed').hash} (500 bytes) has other bytes: put it aside, and laptops bring it again`,
    '  1 named by records and not here yet (500 bytes): laptops bring them',
    '  1 that no visit has received (500 bytes): of visits that this database does not know, or of an older state',
  ])
  await server.stop()
  await where.stop()
})
