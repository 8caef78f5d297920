import { once } from 'node:events'
import { createMergeableStore } from 'tinybase'
import { createCustomPersister } from 'tinybase/persisters'
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client'
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server'
import { WebSocketServer } from 'ws'
import { recordOf, stateHash } from '../sync/records.mjs'
import { SYNC } from '../peer-settings.mjs'
import { QuietSocket } from './quiet-socket.mjs'

/** The server takes part itself, with a store in memory: without one it would only pass messages on between devices that are there at once. */
export async function startServer() {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', ...SYNC.ws })
  const nothing = async () => undefined
  // One store for as long as the server lives: the last device that leaves takes its persister along, and nobody here saves anything.
  const store = createMergeableStore('server')
  createWsServer(
    sockets,
    () =>
      createCustomPersister(
        store,
        nothing,
        nothing,
        () => 0,
        () => undefined,
        console.error,
        SYNC.mergeableStore,
      ),
    // A device that left with a question open; it is asked again when it comes back.
    () => undefined,
    SYNC.tinybaseServerTimeout,
  )
  await once(sockets, 'listening')
  return /** @type {import('node:net').AddressInfo} */ (sockets.address()).port
}

/** @param {{ url: string, name: string }} options */
export async function openDevice({ url, name }) {
  const store = createMergeableStore(name)
  return {
    async fill(/** @type {number} */ from, /** @type {number} */ count) {
      store.transaction(() => {
        for (let number = from; number < from + count; number += 1) store.setRow('records', recordOf(number).id, recordOf(number).fields)
      })
    },
    async edit(/** @type {any} */ { from, count, step, field, value }) {
      store.transaction(() => {
        for (let index = 0; index < count; index += 1) store.setCell('records', recordOf(from + index * step).id, field, value)
      })
    },
    async sync() {
      const socket = new QuietSocket(`${url.replace('http', 'ws')}/bench`, SYNC.ws)
      const synchronizer = await createWsSynchronizer(store, socket, SYNC.tinybaseTimeout)
      await synchronizer.startSync()
      await socket.quiet()
      await synchronizer.destroy()
      return SYNC.quietMs
    },
    async hash() {
      return stateHash(Object.entries(store.getTable('records')).map(([id, fields]) => ({ id, fields: /** @type {any} */ (fields) })))
    },
  }
}
