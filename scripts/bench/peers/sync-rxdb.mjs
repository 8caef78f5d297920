import { once } from 'node:events'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { createRxDatabase } from 'rxdb'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { recordOf, stateHash } from '../sync/records.mjs'
import { SYNC } from '../peer-settings.mjs'

const [zip, unzip] = [promisify(gzip), promisify(gunzip)]
const FIELDS = Object.entries(recordOf(0).fields)

/** The master that its documents tell to write, in memory: a push with what the device assumed, a pull after a checkpoint, HTTP with gzip. */
export async function startServer() {
  const records = new Map()
  /** @type {{ document: any, place: number }[]} */
  const log = []
  const push = (/** @type {any[]} */ rows) =>
    rows.flatMap(({ newDocumentState, assumedMasterState }) => {
      const current = records.get(newDocumentState.id)
      if (current !== undefined && JSON.stringify(current.document) !== JSON.stringify(assumedMasterState)) return [current.document]
      const entry = { document: newDocumentState, place: log.length + 1 }
      records.set(newDocumentState.id, entry)
      log.push(entry)
      return []
    })
  const pull = (/** @type {{ after: number, most: number }} */ { after, most }) => {
    const found = log.slice(after, after + most)
    // A record that was written again comes at its last place alone.
    const documents = found.filter(({ document, place }) => records.get(document.id).place === place).map(({ document }) => document)
    return { documents, checkpoint: { after: after + found.length } }
  }
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = JSON.parse((await unzip(Buffer.concat(chunks))).toString('utf8'))
    const reply = JSON.stringify(request.url === '/push' ? push(body) : pull(body))
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(await zip(reply, SYNC.gzip))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port
}

/** @param {{ url: string, name: string }} options */
export async function openDevice({ url, name }) {
  const database = await createRxDatabase({ name: `bench${name}`, storage: getRxStorageMemory(), multiInstance: false })
  const properties = Object.fromEntries(FIELDS.map(([field, value]) => [field, { type: typeof value }]))
  const schema = { version: 0, primaryKey: 'id', type: 'object', properties: { id: { type: 'string', maxLength: 60 }, ...properties } }
  const { records } = await database.addCollections({ records: { schema } })
  const ask = async (/** @type {string} */ path, /** @type {unknown} */ value) => {
    const body = await zip(JSON.stringify(value), SYNC.gzip)
    return (await fetch(url + path, { method: 'POST', headers: { 'content-encoding': 'gzip' }, body })).json()
  }
  return {
    async fill(/** @type {number} */ from, /** @type {number} */ count) {
      for (let at = from; at < from + count; at += SYNC.pushSize) {
        const numbers = Array.from({ length: Math.min(SYNC.pushSize, from + count - at) }, (_, index) => at + index)
        await records.bulkInsert(numbers.map((number) => ({ id: recordOf(number).id, ...recordOf(number).fields })))
      }
    },
    async edit(/** @type {any} */ { from, count, step, field, value }) {
      const ids = Array.from({ length: count }, (_, index) => recordOf(from + index * step).id)
      const found = await records.findByIds(ids).exec()
      await records.bulkUpsert([...found.values()].map((/** @type {any} */ one) => ({ ...one.toJSON(), [field]: value })))
    },
    async sync() {
      const replication = replicateRxCollection({
        collection: records,
        replicationIdentifier: 'bench',
        live: false,
        push: { batchSize: SYNC.pushSize, handler: (rows) => ask('/push', rows) },
        pull: {
          batchSize: SYNC.pullSize,
          handler: (/** @type {any} */ checkpoint, most) => ask('/pull', { after: checkpoint?.after ?? 0, most }),
        },
      })
      replication.error$.subscribe((error) => console.error(error))
      await replication.awaitInitialReplication()
      await replication.cancel()
    },
    async hash() {
      const all = await records.find().exec()
      return stateHash(
        all.map((/** @type {any} */ one) => {
          const { id, ...fields } = one.toJSON()
          return { id, fields }
        }),
      )
    },
  }
}
