import type { OutgoingHttpHeaders } from 'node:http'
import { succeed } from '@shared/lib/result.ts'
import type { LiveEvent } from '@shared/sync/protocol/live.ts'
import type { Handlers } from '../http/serve-routes.ts'
import type { LiveHub } from './live-hub.ts'

/** Seconds until a laptop that finds every place taken asks again. */
const LATER = 30
const MOST_UNREAD = 64 * 1024

/** Server-sent events: one line of JSON for each event; a comment is a sign of life. */
export const liveRoute = (hub: LiveHub): Pick<Handlers, 'live'> => ({
  live: ({ caller, reply, refuse }) => {
    const { raw } = reply
    const write = (text: string): void => {
      // Nobody reads at the other end: the laptop asks again when it wakes.
      if (raw.writableLength > MOST_UNREAD) raw.destroy()
      else raw.write(text)
    }
    const send = (event: LiveEvent): void => write(`data: ${JSON.stringify(event)}\n\n`)
    const stop = hub.listen({
      session: caller.session,
      account: caller.account,
      send,
      beat: () => write(':\n\n'),
      end: (event) => {
        send(event)
        raw.end()
      },
    })
    if (!stop) return Promise.resolve(refuse(LATER))
    raw.on('close', stop)
    // A laptop that vanished without a word breaks the line at the next sign of life.
    raw.on('error', stop)
    reply.hijack()
    raw.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders),
      'content-type': 'text/event-stream',
      // Proxies that gather answers would keep the events back.
      'x-accel-buffering': 'no',
    })
    raw.write(':\n\n')
    return Promise.resolve(succeed(null))
  },
})
