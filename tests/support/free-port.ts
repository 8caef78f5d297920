import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems give out by themselves: nobody is given it between this look and the start of the server that it is for. */
const [FIRST, COUNT] = [20_000, 12_000]
/** Processes that run at once have numbers near each other; each of them may ask so often before it comes to those of the next. */
const OF_EACH = 31
let asked = 0

/** A port at which nobody listens, and which no other process of these tests takes. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + ((process.pid * OF_EACH + asked) % COUNT)
    asked += 1
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
