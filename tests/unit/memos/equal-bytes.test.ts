import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { visitFileText } from '@shared/domain/visit-file-text.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { lookHashes, memoHashes, numberedHash } from '../../support/memo-hashes.ts'
import { oneMeetingVisit, seventeenMeetingsVisit, visitFileOf } from '../../support/visit-file-fixtures.ts'

const run = promisify(execFile)
const HASHES = ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.base.json', 'tests/support/memo-hashes.ts']
const internal = { audience: 'internal' } as const

afterEach(() => {
  vi.useRealTimers()
})

describe('equal files give equal bytes', () => {
  test('in other processes, in two other time zones', async () => {
    const here = await memoHashes()
    for (const TZ of ['Asia/Tokyo', 'America/New_York']) {
      const { stdout } = await run(process.execPath, HASHES, { env: { ...process.env, TZ } })
      expect(stdout.trim().split('\n')).toEqual(here)
    }
  })

  test('of every look of every kind, with another clock, in another process and time zone', async () => {
    const { stdout } = await run(process.execPath, [...HASHES, '--looks'], { env: { ...process.env, TZ: 'Asia/Tokyo' } })
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-07-01T03:04:05Z') })
    expect(await lookHashes()).toEqual(stdout.trim().split('\n'))
  })

  test('with page numbers too, in another process and time zone', async () => {
    const { stdout } = await run(process.execPath, [...HASHES, '--numbered'], { env: { ...process.env, TZ: 'Asia/Tokyo' } })
    expect(stdout.trim()).toBe(await numberedHash())
  })

  test('after three other documents in the same process', async () => {
    const before = await memoHashes()
    for (const language of ['en', 'ru', 'ja'] as const) {
      await writeMemo({ kind: 'report', language, ...internal, file: seventeenMeetingsVisit() })
    }
    expect(await memoHashes()).toEqual(before)
  })

  test('whatever the clock says', async () => {
    const now = await memoHashes()
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-07-01T03:04:05Z') })
    expect(await memoHashes()).toEqual(now)
  })

  test('while several documents are made at once', async () => {
    const alone = await memoHashes()
    expect(await Promise.all([memoHashes(), memoHashes()])).toEqual([alone, alone])
  })

  test('and another word gives other bytes', async () => {
    const file = oneMeetingVisit()
    const request = { kind: 'memcon', meetingKey: 'meeting-1', language: 'en', ...internal } as const
    const changed = { ...file, meetings: file.meetings.map((meeting) => ({ ...meeting, place: 'Osaka' })) }
    const [one, other] = [await writeMemo({ ...request, file }), await writeMemo({ ...request, file: changed })]
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(false)
  })
})

describe('the record behind a document', () => {
  const custom = (file: ReturnType<typeof oneMeetingVisit>) =>
    Object.fromEntries(
      memoContent(file, { kind: 'memcon', meetingKey: 'meeting-1', language: 'en', ...internal }).memo.properties.custom.map(
        ({ name, value }) => [name, value],
      ),
    )

  test('has the same hash under other ids, and another one when it says something else', () => {
    const file = oneMeetingVisit()
    const otherIds = visitFileOf(JSON.parse(JSON.stringify(file).replaceAll('00000000-0000-4000-8000', '11111111-0000-4000-8000')))
    const otherWords = { ...file, meetings: file.meetings.map((meeting) => ({ ...meeting, summary: 'Something else.' })) }
    expect(custom(otherIds)['VisitId']).not.toBe(custom(file)['VisitId'])
    expect(custom(otherIds)['RecordSha256']).toBe(custom(file)['RecordSha256'])
    expect(custom(otherWords)['RecordSha256']).not.toBe(custom(file)['RecordSha256'])
  })
})

describe('the command line', () => {
  const withFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'memos-cli-'))
    try {
      await work(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  /** The script as npm starts it, without the look at the installed packages. */
  const memos = (args: readonly string[]) =>
    run(process.execPath, ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.base.json', 'scripts/memos.ts', ...args]).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )

  test('writes every memcon, the report, the register, each letter and the briefs, byte for byte what the app writes', async () => {
    await withFolder(async (folder) => {
      const file = oneMeetingVisit()
      await writeFile(join(folder, 'a.visit.json'), visitFileText(file))
      expect(await memos([join(folder, 'a.visit.json'), '--out', join(folder, 'new', 'out'), '--lang', 'all'])).toMatchObject({ code: 0 })
      expect(await readdir(join(folder, 'new', 'out'))).toHaveLength(25)
      const { bytes, fileName } = await writeMemo({ kind: 'memcon', meetingKey: 'meeting-1', language: 'ja', ...internal, file })
      expect(Buffer.from(bytes).equals(await readFile(join(folder, 'new', 'out', fileName)))).toBe(true)
    })
  })

  test('writes in two languages what the app writes in two languages', async () => {
    await withFolder(async (folder) => {
      const file = oneMeetingVisit()
      await writeFile(join(folder, 'a.visit.json'), visitFileText(file))
      const args = [join(folder, 'a.visit.json'), '--out', folder, '--kind', 'memcon', '--lang', 'uz-Latn', '--second-lang', 'ru']
      expect(await memos(args)).toMatchObject({ code: 0 })
      const languages = { language: 'uz-Latn', secondLanguage: 'ru' } as const
      const { bytes, fileName } = await writeMemo({ kind: 'memcon', meetingKey: 'meeting-1', ...languages, ...internal, file })
      expect(fileName).toContain('_uz-Latn-ru_')
      expect(Buffer.from(bytes).equals(await readFile(join(folder, fileName)))).toBe(true)
    })
  })

  test('writes briefs of earlier visits and what was said of the paper as the app does, and never over a file that differs', async () => {
    await withFolder(async (folder) => {
      const file = oneMeetingVisit()
      const before: VisitFile = {
        ...file,
        id: '00000000-0000-4000-8000-0000000000ff',
        visit: { ...file.visit, title: 'Before', startDay: '2024-03-03' },
      }
      const edits = { title: 'Talks', distribution: ['One', 'Two'] }
      await writeFile(join(folder, 'a.visit.json'), visitFileText(file))
      await writeFile(join(folder, 'b.visit.json'), visitFileText(before))
      await writeFile(join(folder, 'edits.json'), JSON.stringify(edits))
      const beside = ['--earlier', join(folder, 'b.visit.json'), '--edits', join(folder, 'edits.json')]
      const call = [join(folder, 'a.visit.json'), '--out', folder, '--kind', 'brief', ...beside]
      expect(await memos(call)).toMatchObject({ code: 0 })
      const { bytes, fileName } = await writeMemo({ kind: 'brief', language: 'en', ...internal, edits, earlier: [before], file })
      const path = join(folder, fileName)
      expect(Buffer.from(bytes).equals(await readFile(path))).toBe(true)

      await writeFile(path, 'edited since')
      const again = await memos(call)
      expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('--replace writes over them') })
      expect(await readFile(path, 'utf8')).toBe('edited since')
      expect(await memos([...call, '--replace'])).toMatchObject({ code: 0 })
      expect(Buffer.from(bytes).equals(await readFile(path))).toBe(true)

      await writeFile(join(folder, 'edits.json'), JSON.stringify({ colour: 'red', title: 7 }))
      const wrong = await memos(call)
      expect(wrong.code).toBe(1)
      expect(wrong.stderr).toContain('title: ')
      expect(wrong.stderr).toContain('colour')
    })
  })

  test('names what is wrong with a file by its path, writes nothing and ends with 1', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'bad.visit.json')
      await writeFile(path, JSON.stringify({ safarnoma: 1, visit: { colour: 'red' }, meetings: [{ key: 'a', start: 'noon' }] }))
      const { code, stderr } = await memos([path, '--out', join(folder, 'out')])
      expect(code).toBe(1)
      expect(stderr).toContain('visit.colour: unknown-field')
      expect(stderr).toContain('meetings[0].start: not-a-time')
      expect(await readdir(folder)).toEqual(['bad.visit.json'])
    })
  })

  test.each([[['x.json', '--out', 'y', '--colour'], "Unknown option '--colour'"]])(
    'called with %j says what is wrong and ends with 2',
    async (args, message) => {
      const { code, stderr } = await memos(args)
      expect(code).toBe(2)
      expect(stderr).toContain(message)
    },
  )

  test('says that a file cannot be read, or a folder not be made, and ends with 1', async () => {
    const sample = 'resources/samples/tokyo-2025.visit.json'
    expect(await memos(['nowhere.visit.json', '--out', 'y'])).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read') })
    const nowhere = ['--database', 'postgres://127.0.0.1:1/none', '--visit', '99999999-9999-4999-8999-999999999999', '--out', 'y']
    expect(await memos(nowhere)).toMatchObject({ code: 1, stderr: expect.stringContaining('The database cannot be read') })
    expect(await memos([sample, '--out', join(sample, 'out')])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be written'),
    })
  })
})
