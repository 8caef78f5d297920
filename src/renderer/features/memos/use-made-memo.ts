import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import type { WrittenMemo } from '@memos/write-memo.ts'
import { useEffect, useRef, useState } from 'react'
import { useScope, useScopes } from '../../records/use-records.ts'
import { useBlobStatus, useWorkspace, type Workspace } from '../../records/workspace.tsx'
import type { MemoOrder, MemoReply } from '../../workers/memo.worker.ts'
import { bytesHere } from './attached-files.ts'
import { requestOf, type MemoChoice, type MemoDetails } from './memo-choice.ts'
import { createMemoMaker, type MemoMaker } from './memo-maker.ts'
import { visitFilesOf } from './visit-files.ts'

export type MadeMemo =
  | { readonly type: 'making'; readonly percent: number }
  /** @property isOld it is being made again */
  | { readonly type: 'written'; readonly memo: WrittenMemo; readonly isOld: boolean }
  | { readonly type: 'failed'; readonly message: string }
  /** What the document would be about is not in the visit. */
  | { readonly type: 'no-subject' }

/** Everything that decides the bytes beside the records; undefined while it is being read. */
export type MemoSetting = { readonly details: MemoDetails; readonly letterhead: Uint8Array | undefined }

const BEGIN: MadeMemo = { type: 'making', percent: 0 }
/** Records that arrive by the dozen, and letters that are typed, are one change. */
const SETTLE_MS = 250
const NOTHING = { choice: '', order: '' }

/** The chosen document of the visit as it is now: made again when the choice, its details or the records change. */
export function useMadeMemo(
  scope: string,
  choice: MemoChoice,
  setting: MemoSetting | undefined,
): { readonly made: MadeMemo; readonly retry: () => void } {
  const workspace = useWorkspace()
  const live = useScope(scope)
  const scopes = useScopes()
  // A brief tells of earlier visits too.
  const records = choice.kind === 'brief' ? scopes : live
  // A picture that arrives belongs into the report.
  const status = useBlobStatus()
  const here = choice.kind === 'report' ? bytesHere(status, scope) : ''
  const [maker] = useState(() => createMemoMaker())
  const [made, setMade] = useState<MadeMemo>(BEGIN)
  const [attempt, setAttempt] = useState(0)
  const asked = useRef(NOTHING)
  const wanted = JSON.stringify(choice)
  useEffect(() => {
    const name = JSON.stringify([scope, wanted, attempt])
    const isOther = asked.current.choice !== name
    if (isOther) {
      // At once: a reply to the choice before must not pass for this one while the notes are being read.
      maker.cancel()
      setMade(BEGIN)
    } else setMade(aged(true))
    if (setting === undefined) return
    let isCurrent = true
    const make = async (): Promise<void> => {
      const order = await readOrder(workspace, scope, { choice: JSON.parse(wanted) as MemoChoice, setting })
      // A receipt of the ministry changes a record and not one word of the document.
      const text = order === null ? '' : canonicalJson(JSON.parse(JSON.stringify(order, withoutBytes)) as Json)
      if (!isCurrent) return
      if (!isOther && text === asked.current.order) return setMade(aged(false))
      asked.current = { choice: name, order: text }
      ask(maker, order, setMade)
    }
    const fail = (error: unknown): void => {
      if (isCurrent) setMade({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
    const timer = setTimeout(() => void make().catch(fail), isOther ? 0 : SETTLE_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [workspace, scope, records, maker, wanted, setting, attempt, here])
  useEffect(
    () => () => {
      maker.end()
      asked.current = NOTHING
    },
    [maker],
  )
  return { made, retry: () => setAttempt(attempt + 1) }
}

/** How many there are stands for bytes: a picture is named by its hash, and another letterhead comes with another setting. */
const withoutBytes = (_key: string, value: unknown): unknown => (value instanceof Uint8Array ? value.length : value)

const aged =
  (isOld: boolean) =>
  (before: MadeMemo): MadeMemo =>
    before.type === 'written' && before.isOld !== isOld ? { ...before, isOld } : before

type WriteOrder = Extract<MemoOrder, { type: 'write' }>

async function readOrder(
  workspace: Workspace,
  scope: string,
  { choice, setting }: { choice: MemoChoice; setting: MemoSetting },
): Promise<WriteOrder | null> {
  // What is being typed in a note this moment belongs into the document.
  await workspace.closing.flush()
  const files = await visitFilesOf(workspace, scope, choice)
  const options = requestOf(files, choice, setting.details)
  return options === null ? null : { type: 'write', file: files.file, options, letterhead: setting.letterhead }
}

function ask(maker: MemoMaker, order: WriteOrder | null, setMade: (change: (before: MadeMemo) => MadeMemo) => void): void {
  if (order === null) {
    maker.cancel()
    setMade(() => ({ type: 'no-subject' }))
  } else {
    maker.make(order, (reply) => setMade((before) => after(before, reply)))
  }
}

/** A step too small to see is the same state, so a report of a thousand parts does not draw the screen a thousand times. */
function after(before: MadeMemo, reply: MemoReply): MadeMemo {
  switch (reply.type) {
    case 'progress': {
      // While details are typed the page before stays: it would blink at every letter.
      const percent = Math.floor((100 * reply.done) / reply.total)
      return before.type === 'written' || (before.type === 'making' && before.percent === percent) ? before : { type: 'making', percent }
    }
    case 'written': {
      const { type: _, ...memo } = reply
      return { type: 'written', memo, isOld: false }
    }
    case 'failed':
      return { type: 'failed', message: reply.message }
    default:
      return before
  }
}
