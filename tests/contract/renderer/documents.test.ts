import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, expect, it } from 'vitest'
import { attachedFileOf } from '@memos/content/attached-file.ts'
import { visitFileText } from '@shared/domain/visit-file-text.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { recordsOf, type LiveScope } from '../../../src/renderer/db/live.ts'
import type { Change } from '../../../src/renderer/db/write.ts'
import { commit } from '../../../src/renderer/records/commit.ts'
import { createUndoStack } from '../../../src/renderer/records/undo.ts'
import { importAsNew, visitFileOf, type FileWorkspace } from '../../../src/renderer/records/visit-exchange-file.ts'
import { receivedVisit } from '../../../src/server/documents/received-visit.ts'
import { connectLaptop, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { stopSharedCluster } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/server.ts'
import { oneMeetingVisit } from '../../support/visit-file-fixtures.ts'
import { settled } from '../../support/settled.ts'

const run = promisify(execFile)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let server: TestServer | undefined
let laptop: ConnectedLaptop | undefined
let folder: string | undefined
afterAll(stopSharedCluster)
afterEach(async () => {
  laptop?.close()
  await server?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

/** It starts a PostgreSQL and two other processes, which read the whole program. */
const PATIENCE = 240_000

it('the app, the command line and the ministry server write the same bytes of the same visit', { timeout: PATIENCE }, async () => {
  server = await startTestServer({ database: 'postgres' })
  laptop = await connectLaptop(1, server.address)
  const workspace: FileWorkspace = {
    ...laptop,
    undo: createUndoStack(),
    identity: { deviceId: laptop.host.newId(), personId: laptop.host.newId(), predecessor: null },
  }
  const made = await importAsNew(workspace, oneMeetingVisit())
  if (!made.ok) throw new Error(made.error.code)
  const scope = made.value
  await commit(workspace, scope, [attachmentOf(laptop, scope)])
  await settled(laptop)
  expect(
    await laptop.session.setUp({ code: server.setupCode, account: 'owner', name: 'Delegate A', password: 'a long enough password' }),
  ).toMatchObject({ ok: true })
  await laptop.syncNow()
  expect(laptop.scope(scope)?.unsent.size).toBe(0)

  const file = await visitFileOf(workspace, scope)
  const attached = recordsOf(liveOf(laptop, scope), 'attachment').map((one) => attachedFileOf(one, null))
  expect(attached).toHaveLength(1)
  expect(await receivedVisit(server.database, scope, file.version)).toEqual({ file, attached })

  folder = await mkdtemp(join(tmpdir(), 'documents-'))
  await writeFile(join(folder, 'a.visit.json'), visitFileText(file))
  const tsx = ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.base.json', 'scripts/memos.ts']
  const sources = {
    file: [join(folder, 'a.visit.json')],
    database: ['--database', server.url ?? '', '--visit', scope, '--version', String(file.version)],
  }
  const written: Record<string, Record<string, string>> = {}
  for (const [name, source] of Object.entries(sources)) {
    await run(process.execPath, [...tsx, ...source, '--out', join(folder, name), '--lang', 'uz-Cyrl'])
    written[name] = await hashesIn(join(folder, name))
  }
  const key = file.meetings[0]?.key ?? ''
  const report = { kind: 'report', language: 'uz-Cyrl', audience: 'internal' } as const
  const memcon = { ...report, kind: 'memcon', meetingKey: key } as const
  const requests: MemoRequest[] = [
    { ...memcon, attached },
    { ...report, attached },
    { kind: 'register', language: 'uz-Cyrl', audience: 'internal' },
    { kind: 'letter', language: 'uz-Cyrl', audience: 'shared', organizationKey: file.meetings[0]?.organizations[0] ?? '' },
    { kind: 'brief', language: 'uz-Cyrl', audience: 'internal' },
  ]
  const app = await Promise.all(requests.map((request) => writeMemo({ ...request, file })))
  const here = Object.fromEntries(app.map(({ fileName, bytes }) => [fileName, sha256(bytes)]))
  expect(written['database']).toEqual(here)
  // A visit file carries nothing of what is attached.
  const bare = await Promise.all([memcon, report].map((request) => writeMemo({ ...request, file })))
  for (const { fileName, bytes } of bare) expect(here[fileName]).not.toBe(sha256(bytes))
  expect(written['file']).toEqual({ ...here, ...Object.fromEntries(bare.map(({ fileName, bytes }) => [fileName, sha256(bytes)])) })
  expect(await receivedVisit(server.database, '99999999-9999-4999-8999-999999999999')).toBeNull()
})

const liveOf = ({ live }: ConnectedLaptop, scope: string): LiveScope => {
  const found = live.store.getState().scopes[scope]
  if (found === undefined) throw new Error('The visit is not on the laptop')
  return found
}

/** A document of the first meeting, whose bytes are not needed here. */
function attachmentOf(from: ConnectedLaptop, scope: string): Change {
  const meetingId = recordsOf(liveOf(from, scope), 'meeting')[0]?.id ?? null
  const fields = { name: 'programme.pdf', mediaType: 'application/pdf', hash: 'a'.repeat(64), size: 10, meetingId }
  return { type: 'set', kind: 'attachment', id: from.host.newId(), fields }
}

async function hashesIn(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, sha256(await readFile(join(path, name)))] as const)))
}
