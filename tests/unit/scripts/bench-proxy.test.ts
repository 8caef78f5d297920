import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startProxy } from '../../../scripts/bench/sync/proxy.ts'

it('a slow line keeps the order of what it carries, also when the program that plays it is late', async () => {
  const target = createServer(
    (socket) =>
      void play(
        (text) => socket.write(text),
        () => socket.end(),
      ),
  )
  target.listen(0, '127.0.0.1')
  await once(target, 'listening')
  const proxy = await startProxy((target.address() as AddressInfo).port, { delayMs: 200, bitsPerSecond: 1_000_000 })
  const client = connect(proxy.port, '127.0.0.1')
  let read = ''
  client.on('data', (bytes) => (read += bytes.toString()))
  await once(client, 'end')
  expect(read.replaceAll(/(.)\1*/g, '$1')).toBe('abc')
  expect(proxy.taken()).toEqual({ up: 0, down: 902 })
  client.destroy()
  await proxy.close()
  target.close()
})

/** Three pieces, of which the long one is longer on the way; then a processor that has other things to do until all should have arrived. */
async function play(write: (text: string) => void, end: () => void): Promise<void> {
  for (const text of ['a', 'b'.repeat(900), 'c']) {
    write(text)
    await pause(30)
  }
  const until = performance.now() + 400
  while (performance.now() < until);
  end()
}
