import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { drawSecret, keyOf, SHARE_BYTES, shareOf, type CpaceContext } from '../../shared/lan/cpace.ts'
import { openChannel, type Channel } from './channel.ts'
import { LanFailure } from './failure.ts'
import { checkHead, HEAD_BYTES, LAN_VERSION, writeHead, type Line } from './wire.ts'

const SESSION_BYTES = 16
const TAG_BYTES = 32
const [CALLS, WAITS] = [Buffer.from('calls'), Buffer.from('waits')]

/**
 * The one who calls. Sends a number of the session and a share, gets a share, and shows first that they know the code: the one who
 * waits shows nothing before, so each guess of a stranger is one that is seen and counted.
 */
export async function greetAsCaller(line: Line, code: string): Promise<Channel> {
  const { socket } = line
  const context = contextOf(code, randomBytes(SESSION_BYTES))
  const secret = drawSecret(randomBytes(64))
  const mine = shareOf(context, secret)
  socket.write(Buffer.concat([writeHead('open'), context.session, mine]))
  const head = await line.take(HEAD_BYTES).catch((error: unknown) => {
    // Whatever takes a connection and ends it without a word is not what is looked for.
    throw error instanceof LanFailure && error.problem !== 'cut' ? error : new LanFailure('not-safarnoma')
  })
  checkHead(head)
  const theirs = await line.take(SHARE_BYTES)
  const keys = agree(context, secret, { theirs, calls: mine, waits: theirs })
  socket.write(keys.callerTag)
  checkHead(await line.take(HEAD_BYTES))
  // Somebody who waits there without the code.
  if (!timingSafeEqual(await line.take(TAG_BYTES), keys.waiterTag)) throw new LanFailure('wrong-code')
  return openChannel(line, { out: keys.fromCaller, in: keys.fromWaiter })
}

/** The one who waits. A caller who is turned away is told why in the head, and the connection ends. */
export async function greetAsWaiter(line: Line, { code, isFree }: { code: string; isFree: () => boolean }): Promise<Channel> {
  const { socket } = line
  try {
    checkHead(await line.take(HEAD_BYTES))
  } catch (error) {
    // Another version can read this much, and says the same to its person. A stranger gets nothing.
    if (error instanceof LanFailure && error.problem.endsWith('-there')) socket.end(writeHead('open'))
    throw error
  }
  if (!isFree()) throw turnAway(socket, 'busy')
  const session = await line.take(SESSION_BYTES)
  const theirs = await line.take(SHARE_BYTES)
  const context = contextOf(code, session)
  const secret = drawSecret(randomBytes(64))
  const mine = shareOf(context, secret)
  const keys = agree(context, secret, { theirs, calls: theirs, waits: mine })
  socket.write(Buffer.concat([writeHead('open'), mine]))
  const tag = await line.take(TAG_BYTES)
  // Two may know the code; the first is the one. Asked before the tag is looked at, so that nobody tries more codes than are counted.
  if (!isFree()) throw turnAway(socket, 'busy')
  if (!timingSafeEqual(tag, keys.callerTag)) throw turnAway(socket, 'wrong-code')
  socket.write(Buffer.concat([writeHead('open'), keys.waiterTag]))
  return openChannel(line, { out: keys.fromWaiter, in: keys.fromCaller })
}

function turnAway(socket: Line['socket'], why: 'busy' | 'wrong-code'): LanFailure {
  socket.end(writeHead(why))
  return new LanFailure(why)
}

const contextOf = (code: string, session: Uint8Array): CpaceContext => ({
  code: Buffer.from(code, 'latin1'),
  channel: Buffer.from(`safarnoma-lan/${LAN_VERSION}`),
  session,
})

/** Keys of both directions and the tags by which each side shows that it has them. */
function agree(context: CpaceContext, secret: bigint, shares: { theirs: Uint8Array; calls: Uint8Array; waits: Uint8Array }) {
  const transcript = [
    { share: shares.calls, bound: CALLS },
    { share: shares.waits, bound: WAITS },
  ] as const
  const key = keyOf(context, secret, { theirs: shares.theirs, transcript })
  if (key === null) throw new LanFailure('misbehaved', 'a share that is no point')
  const part = (name: string): Buffer => createHmac('sha256', key).update(`safarnoma-lan ${name}`).digest()
  return {
    fromCaller: part('frames of the caller'),
    fromWaiter: part('frames of the waiter'),
    callerTag: part('the caller has the key'),
    waiterTag: part('the waiter has the key'),
  }
}
