import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { visitFileText } from '@shared/domain/visit-file-text.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { createUndoStack } from '../../../src/renderer/records/undo.ts'
import { importAsNew, visitFileOf, type FileWorkspace } from '../../../src/renderer/records/visit-exchange-file.ts'
import { visitFileFrom } from '../../../src/server/documents/visit-file-from.ts'
import { connectLaptop, settled, type ConnectedLaptop } from '../../support/connected-laptop.ts'
import { startTestServer, type TestServer } from '../../support/server.ts'
import { oneMeetingVisit } from '../../support/visit-file-fixtures.ts'

const run = promisify(execFile)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let server: TestServer | undefined
let laptop: ConnectedLaptop | undefined
let folder: string | undefined
afterEach(async () => {
  laptop?.close()
  await server?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

/** It starts another process, which reads the whole program. */
const PATIENCE = 240_000

it('the app, the command line and the ministry server write the same bytes of the same visit', { timeout: PATIENCE }, async () => {
  server = await startTestServer({ database: 'pglite' })
  laptop = await connectLaptop(1, server.address)
  const workspace: FileWorkspace = {
    ...laptop,
    undo: createUndoStack(),
    identity: { deviceId: laptop.host.newId(), personId: laptop.host.newId(), predecessor: null },
  }
  const made = await importAsNew(workspace, oneMeetingVisit())
  if (!made.ok) throw new Error(made.error.code)
  const scope = made.value
  await settled()
  expect(
    await laptop.session.setUp({ code: server.setupCode, account: 'owner', name: 'Delegate A', password: 'a long enough password' }),
  ).toMatchObject({ ok: true })
  await laptop.syncNow()
  expect(laptop.scope(scope)?.unsent.size).toBe(0)

  const file = await visitFileOf(workspace, scope)
  const received = await visitFileFrom(server.database, scope, file.version)
  expect(received).toEqual(file)
  if (received === null) return

  folder = await mkdtemp(join(tmpdir(), 'documents-'))
  await writeFile(join(folder, 'a.visit.json'), visitFileText(file))
  const tsx = ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.base.json', 'scripts/memos.ts']
  await run(process.execPath, [...tsx, join(folder, 'a.visit.json'), '--out', join(folder, 'out'), '--lang', 'uz-Cyrl'])
  const key = file.meetings[0]?.key ?? ''
  const requests: MemoRequest[] = [
    { kind: 'memcon', meetingKey: key, language: 'uz-Cyrl', audience: 'internal' },
    { kind: 'report', language: 'uz-Cyrl', audience: 'internal' },
    { kind: 'register', language: 'uz-Cyrl', audience: 'internal' },
    { kind: 'letter', language: 'uz-Cyrl', audience: 'shared', organizationKey: file.meetings[0]?.organizations[0] ?? '' },
    { kind: 'brief', language: 'uz-Cyrl', audience: 'internal' },
  ]
  for (const request of requests) {
    const here = await writeMemo({ ...request, file })
    const there = await writeMemo({ ...request, file: received })
    expect(there.fileName).toBe(here.fileName)
    expect(sha256(there.bytes)).toBe(sha256(here.bytes))
    expect(await readdir(join(folder, 'out'))).toContain(here.fileName)
    expect(sha256(await readFile(join(folder, 'out', here.fileName)))).toBe(sha256(here.bytes))
  }
  expect(await visitFileFrom(server.database, '99999999-9999-4999-8999-999999999999')).toBeNull()
})
