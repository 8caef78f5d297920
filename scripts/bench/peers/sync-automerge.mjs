import { once } from 'node:events'
import { createServer } from 'node:http'
import { Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { WebSocketServer } from 'ws'
import { recordOf, stateHash } from '../sync/records.mjs'
import { SYNC } from '../peer-settings.mjs'

/** One document for the visit, in memory. The first device makes it and tells the server its name, the others ask for it. */
export async function startServer() {
  let name = ''
  const server = createServer(async (request, response) => {
    for await (const chunk of request) name = String(chunk)
    response.end(name)
  })
  const sockets = new WebSocketServer({ server, ...SYNC.ws })
  new Repo({
    network: [new WebSocketServerAdapter(/** @type {any} */ (sockets))],
    sharePolicy: async () => false,
    peerId: /** @type {any} */ ('server'),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port
}

/** @param {{ url: string, name: string, isFirst: boolean }} options */
export async function openDevice({ url, name, isFirst }) {
  const repo = new Repo({ network: [], peerId: /** @type {any} */ (name) })
  /** @type {any} */
  let handle = isFirst ? repo.create({ records: {} }) : undefined
  if (isFirst) await fetch(url, { method: 'POST', body: handle.url })
  return {
    async fill(/** @type {number} */ from, /** @type {number} */ count) {
      handle.change((/** @type {any} */ doc) => {
        for (let number = from; number < from + count; number += 1) doc.records[recordOf(number).id] = recordOf(number).fields
      })
    },
    async edit(/** @type {any} */ { from, count, step, field, value }) {
      handle.change((/** @type {any} */ doc) => {
        for (let index = 0; index < count; index += 1) doc.records[recordOf(from + index * step).id][field] = value
      })
    },
    async sync() {
      const adapter = new WebSocketClientAdapter(url.replace('http', 'ws'))
      let lastAt = performance.now()
      const touch = () => (lastAt = performance.now())
      adapter.on('message', touch)
      repo.networkSubsystem.addNetworkAdapter(adapter)
      await adapter.whenReady()
      handle ??= await repo.find(await (await fetch(url)).text())
      handle.on('heads-changed', touch)
      while (performance.now() - lastAt < SYNC.quietMs) await new Promise((resolve) => setTimeout(resolve, 20))
      repo.networkSubsystem.removeNetworkAdapter(adapter)
      return SYNC.quietMs
    },
    async hash() {
      return stateHash(Object.entries(handle.doc().records).map(([id, fields]) => ({ id, fields: { .../** @type {any} */ (fields) } })))
    },
  }
}
