import type { LiveEvent } from '@shared/sync/protocol/live.ts'
import { asDoor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import { readListening } from '../db/live-repository.ts'

/** Milliseconds between two looks at the heads, and between two signs of life on a quiet line. */
const LOOK = 1_000
/** After a change that came to this very instance. */
const SOON = 50
const HEARTBEAT = 20_000
/** A line is made anew now and then, with a fresh token. */
const LONGEST = 15 * 60_000
const PER_ACCOUNT = 10
const IN_ALL = 2_000

export type Listener = {
  readonly session: string
  readonly account: string
  send(event: LiveEvent): void
  beat(): void
  /** Ends the line after a last word. */
  end(event: LiveEvent): void
}
export type LiveHub = {
  /** Starts telling; the function stops it. Null when this account, or everybody, has too many lines here. */
  listen(listener: Listener): (() => void) | null
  /** Something was stored at this instance: looks at once, and not after a second. */
  lookSoon(): void
  /** Ends every line, so that the server can stop. */
  close(): void
}
type Line = { readonly listener: Listener; readonly began: number; spoke: number; heads: ReadonlyMap<string, number> | null }
export type HubParts = {
  readonly database: Database
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

/**
 * Tells laptops that a visit moved, never what is in it. One query a second for everyone who listens here, none when nobody does;
 * whether they still may is part of the same query. It needs nothing from other instances but the database.
 */
export function createLiveHub({ database, now, onError }: HubParts): LiveHub {
  const lines = new Set<Line>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let isLooking = false
  let isSoon = false
  let isClosed = false

  const look = async (): Promise<void> => {
    timer = null
    isLooking = true
    isSoon = false
    try {
      // Those that are opened meanwhile were not asked for: they are told at the next look.
      const asked = [...lines]
      const sessions = asked.map((line) => line.listener.session)
      const standing = await asDoor(database, (tx) => readListening(tx, sessions))
      for (const line of asked) if (lines.has(line)) tell(line, standing.get(line.listener.session), now())
    } catch (error) {
      // The database is away: lines stay, and the next look tells what moved meanwhile.
      onError(error)
      for (const line of lines) beatIfQuiet(line, now())
    }
    isLooking = false
    plan()
  }
  const plan = (): void => {
    if (!isClosed && !isLooking && timer === null && lines.size > 0) timer = setTimeout(() => void look(), isSoon ? SOON : LOOK)
  }
  const lookSoon = (): void => {
    if (isSoon) return
    isSoon = true
    if (timer !== null) clearTimeout(timer)
    timer = null
    plan()
  }
  return {
    listen: (listener) => {
      const own = [...lines].filter((line) => line.listener.account === listener.account)
      if (isClosed || own.length >= PER_ACCOUNT || lines.size >= IN_ALL) return null
      const line: Line = { listener, began: now(), spoke: now(), heads: null }
      lines.add(line)
      plan()
      return () => void lines.delete(line)
    },
    lookSoon,
    close: () => {
      isClosed = true
      if (timer !== null) clearTimeout(timer)
      for (const line of lines) line.listener.end({ type: 'end', reason: 'stopping' })
      lines.clear()
    },
  }
}

/** `heads`: visit -> its counter; undefined when the session is dead. */
function tell(line: Line, heads: ReadonlyMap<string, number> | undefined, at: number): void {
  const { listener, began } = line
  if (!heads) return listener.end({ type: 'end', reason: 'signed-out' })
  const before = line.heads
  // Visits that came or went: the list of visits is read anew.
  if (before && (before.size !== heads.size || [...heads.keys()].some((scope) => !before.has(scope)))) say(line, { type: 'scopes' }, at)
  for (const [scope, seq] of heads) if (before?.get(scope) !== seq) say(line, { type: 'moved', scope, seq }, at)
  line.heads = heads
  if (at - began > LONGEST) return listener.end({ type: 'end', reason: 'renew' })
  beatIfQuiet(line, at)
}

function say(line: Line, event: LiveEvent, at: number): void {
  line.spoke = at
  line.listener.send(event)
}

function beatIfQuiet(line: Line, at: number): void {
  if (at - line.spoke < HEARTBEAT) return
  line.spoke = at
  line.listener.beat()
}
