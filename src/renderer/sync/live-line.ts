import { liveEvent, type LiveEvent } from '@shared/sync/protocol/live.ts'
import type { OpenedLine } from './transport.ts'

/** How a line ended: the server's last word, or none because the network broke it. */
export type LineEnd = Extract<LiveEvent, { type: 'end' }>['reason'] | 'broken'
/** Characters of one line of text; ours have less than two hundred. */
const LONGEST = 10_000

/**
 * Reads server-sent events until the line is over.
 * @param onSign hears that the server lives, with each piece of text
 */
export async function followLine(text: OpenedLine, onEvent: (event: LiveEvent) => void, onSign: () => void): Promise<LineEnd> {
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await text.read()
      if (done) return 'broken'
      onSign()
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > LONGEST) return 'broken'
      for (const event of lines.flatMap(readEvent)) {
        if (event.type === 'end') return event.reason
        onEvent(event)
      }
    }
  } catch {
    // The network went, or this page hung up: the caller knows which.
    return 'broken'
  }
}

/** What is no event of ours is passed over: a sign of life, an empty line, an event of a later version. */
function readEvent(line: string): LiveEvent[] {
  if (!line.startsWith('data:')) return []
  try {
    const event = liveEvent.safeParse(JSON.parse(line.slice('data:'.length)))
    return event.success ? [event.data] : []
  } catch {
    return []
  }
}
