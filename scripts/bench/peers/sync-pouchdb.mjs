import { once } from 'node:events'
import { createServer } from 'node:http'
import express from 'express'
import expressPouchDb from 'express-pouchdb'
import memory from 'pouchdb-adapter-memory'
import PouchDB from 'pouchdb-node'
import { recordOf, stateHash } from '../sync/records.mjs'
import { SYNC } from '../peer-settings.mjs'

PouchDB.plugin(memory)

export async function startServer() {
  const app = express()
  app.use('/db', expressPouchDb(PouchDB.defaults({ adapter: 'memory', prefix: 'server-' }), SYNC.expressPouchDb))
  const server = createServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port
}

/** @param {{ url: string, name: string }} options */
export async function openDevice({ url, name }) {
  const local = new PouchDB(name, { adapter: 'memory' })
  // Said aloud: with a default adapter a remote address would become one more local database.
  const remote = new PouchDB(`${url}/db/bench`, { adapter: 'http' })
  const asDocument = (/** @type {number} */ number) => ({ _id: recordOf(number).id, ...recordOf(number).fields })
  return {
    async fill(/** @type {number} */ from, /** @type {number} */ count) {
      for (let at = from; at < from + count; at += SYNC.pushSize) {
        const numbers = Array.from({ length: Math.min(SYNC.pushSize, from + count - at) }, (_, index) => at + index)
        await local.bulkDocs(numbers.map(asDocument))
      }
    },
    async edit(/** @type {any} */ { from, count, step, field, value }) {
      const keys = Array.from({ length: count }, (_, index) => recordOf(from + index * step).id)
      const { rows } = await local.allDocs({ keys, include_docs: true })
      await local.bulkDocs(rows.map((/** @type {any} */ { doc }) => ({ ...doc, [field]: value })))
    },
    async sync() {
      await local.replicate.to(remote, SYNC.pouchReplication)
      await local.replicate.from(remote, SYNC.pouchReplication)
    },
    async hash() {
      const { rows } = await local.allDocs({ include_docs: true })
      return stateHash(
        rows.map(({ doc }) => {
          const { _id: id, _rev, ...fields } = /** @type {any} */ (doc)
          return { id, fields }
        }),
      )
    },
  }
}
