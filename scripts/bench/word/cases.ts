import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { memoContent } from '@memos/content/memo-content.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { flatBlocks } from './flat.ts'
import { htmlOf } from './html.ts'
import { templated } from './template.ts'
import { benchVisit } from './visit.ts'

/** Documents of one visit that every contender writes. @property numbered page numbers in the contents, which no peer can write */
export type WordCase = {
  readonly name: string
  readonly meetings: number
  readonly requests: readonly MemoRequest[]
  readonly numbered: boolean
}

const REPORT = { kind: 'report', language: 'en', audience: 'internal' } as const

const report = (meetings: number, numbered = false): WordCase => ({
  name: `report of ${meetings} meetings${numbered ? ' with page numbers' : ''}`,
  meetings,
  requests: [numbered ? { ...REPORT, pageNumbers: true } : REPORT],
  numbered,
})

/** @param meetings how many meetings the reports have, the smallest first; the sets are of a visit of the smallest */
export function wordCases(meetings: readonly number[]): WordCase[] {
  const few = meetings[0] ?? 17
  const numbers = Array.from({ length: few }, (_, index) => index + 1)
  const letters = numbers.map((number): MemoRequest => ({
    kind: 'letter',
    language: 'en',
    audience: 'shared',
    organizationKey: `org-${number}`,
  }))
  const memcons = numbers.map((number): MemoRequest => ({
    kind: 'memcon',
    language: 'en',
    audience: 'internal',
    meetingKey: `meeting-${number}`,
  }))
  return [
    ...meetings.map((count) => report(count)),
    // Of longer reports ours are without page numbers, by a limit, and the library's layout takes minutes.
    report(few, true),
    { name: `letters for ${few} organizations`, meetings: few, requests: letters, numbered: false },
    { name: `memcons of ${few} meetings`, meetings: few, requests: memcons, numbered: false },
  ]
}

/** Puts into a folder what the contenders read: the visit for ours, and for peers the very words of our documents. */
export async function prepareCase({ meetings, requests }: WordCase, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const file = benchVisit(meetings)
  writeFileSync(join(folder, 'visit.json'), JSON.stringify(file))
  writeFileSync(join(folder, 'requests.json'), JSON.stringify(requests))
  for (const [index, request] of requests.entries()) {
    const blocks = flatBlocks(memoContent(file, request).memo)
    const { template, data } = await templated(blocks)
    const html = htmlOf(blocks)
    const content = { blocks, html, data, template: Buffer.from(template).toString('base64') }
    writeFileSync(join(folder, `${index}.json`), JSON.stringify(content))
    writeFileSync(join(folder, `${index}.html`), html)
  }
}

/** The version of pandoc on this computer, or null. */
export function pandocVersion(): string | null {
  try {
    return execFileSync('pandoc', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
