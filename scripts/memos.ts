import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { readOrder, USAGE, type Order } from './memos/order.ts'
import { meetingKeys, requestsOf, type Beside } from './memos/requests.ts'
import { isUnread, readEdits, readLetterhead, readVisit, readVisitFile, type Paper, type Unread } from './memos/sources.ts'

/** Codes for whoever calls the command: all written; a file that is wrong or cannot be read or written; a wrong call. */
const EXIT = { written: 0, failed: 1, usage: 2 } as const

async function run(args: readonly string[]): Promise<number> {
  const order = readOrder(args)
  if ('wrong' in order) return refuse(EXIT.usage, `${order.wrong}\n\n${USAGE}`)
  const visit = await readVisit(order.source)
  if (isUnread(visit)) return refuse(EXIT.failed, visit.unread)
  const { file, attached } = visit
  if (order.meeting !== undefined && meetingKeys(file, order).length === 0) {
    return refuse(EXIT.failed, `The visit has no meeting ${order.meeting}: it has ${file.meetings.length}.`)
  }
  const beside = await readBeside(order)
  if (isUnread(beside)) return refuse(EXIT.failed, beside.unread)
  const { unknown = [] } = beside.paper ?? {}
  const printed = unknown.map((key) => `{{${key}}}`).join(' ')
  if (printed !== '') console.error(`${order.letterhead}: not known, printed as they stand: ${printed}`)
  return writeAll(file, order, { ...beside, attached })
}

type Read = Beside & { readonly paper: Paper | undefined }

async function readBeside(order: Order): Promise<Omit<Read, 'attached'> | Unread> {
  const edits = order.edits === undefined ? undefined : await readEdits(order.edits)
  if (edits !== undefined && isUnread(edits)) return edits
  const paper = order.letterhead === undefined ? undefined : await readLetterhead(order.letterhead, order)
  if (paper !== undefined && isUnread(paper)) return paper
  const earlier: VisitFile[] = []
  for (const path of order.earlier) {
    const visit = await readVisitFile(path)
    if (isUnread(visit)) return visit
    earlier.push(visit)
  }
  return { edits, earlier, paper }
}

async function writeAll(file: VisitFile, order: Order, read: Read): Promise<number> {
  const count = { written: 0, kept: 0 }
  try {
    await makeFolder(order.out)
    for (const request of requestsOf(file, order, read)) {
      const { bytes, fileName, missing, heldBack } = await writeMemo({ ...request, file, letterhead: read.paper?.bytes })
      const isKept = !(await writeUnlessOther(join(order.out, fileName), bytes, order))
      count[isKept ? 'kept' : 'written']++
      const words = isKept
        ? '  (is there already and differs: left as it is)'
        : counted('not known', missing) + counted('held back', heldBack)
      console.log(fileName + words)
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    return refuse(EXIT.failed, `The documents cannot be written to ${order.out}: ${error.message}`)
  }
  console.log(`${count.written} ${count.written === 1 ? 'document' : 'documents'} in ${order.out}`)
  if (count.kept === 0) return EXIT.written
  return refuse(EXIT.failed, `${count.kept} of these names belong to files that differ. --replace writes over them.`)
}

/** Somebody may have edited the file in Word since: only the same bytes, or a word to replace it, let it be written. */
async function writeUnlessOther(path: string, bytes: Uint8Array, { replaces }: Order): Promise<boolean> {
  const there = replaces ? null : await readFile(path).catch(nullIfMissing)
  if (there !== null) return there.equals(bytes)
  await writeFile(path, bytes)
  return true
}

function nullIfMissing(error: unknown): null {
  if (isSystemError(error) && error.code === 'ENOENT') return null
  throw error
}

/** Not mkdir's own `recursive`: where no folder can be made, as under /proc, Node's never comes to an end. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return
    if (!isSystemError(error) || error.code !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path)
  }
}

const counted = (what: string, list: readonly unknown[]): string => (list.length === 0 ? '' : `  (${what}: ${list.length})`)

function refuse(code: number, message: string): number {
  console.error(message)
  return code
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error

process.exitCode = await run(process.argv.slice(2))
