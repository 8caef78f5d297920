import { once } from 'node:events'
import { WebSocket, WebSocketServer } from 'ws'
import * as Y from 'yjs'
import { recordOf, stateHash } from '../sync/records.mjs'
import { SYNC } from '../peer-settings.mjs'

/** What a message asks or brings, in its first byte: an update; a state vector, for what its sender lacks; and the answer to an update. */
const UPDATE = 0
const VECTOR = 1
const STORED = 2

/** @param {number} type @param {Uint8Array} [bytes] */
const message = (type, bytes = new Uint8Array()) => Buffer.concat([Uint8Array.of(type), bytes])

/** One document for the visit, in memory, over a plain WebSocket. */
export async function startServer() {
  const doc = new Y.Doc()
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...SYNC.ws })
  server.on('connection', (socket) => {
    socket.on('message', (/** @type {Buffer} */ bytes) => {
      const inside = new Uint8Array(bytes.subarray(1))
      if (bytes[0] === VECTOR) {
        socket.send(message(UPDATE, Y.encodeStateAsUpdateV2(doc, inside)))
        socket.send(message(VECTOR, Y.encodeStateVector(doc)))
      } else {
        Y.applyUpdateV2(doc, inside)
        socket.send(message(STORED))
      }
    })
  })
  await once(server, 'listening')
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port
}

/** @param {{ url: string }} options */
export async function openDevice({ url }) {
  const doc = new Y.Doc()
  const records = doc.getMap('records')
  return {
    async fill(/** @type {number} */ from, /** @type {number} */ count) {
      doc.transact(() => {
        for (let number = from; number < from + count; number += 1) {
          const { id, fields } = recordOf(number)
          records.set(id, new Y.Map(Object.entries(fields)))
        }
      })
    },
    async edit(/** @type {any} */ { from, count, step, field, value }) {
      doc.transact(() => {
        for (let index = 0; index < count; index += 1) {
          ;/** @type {any} */ (records.get(recordOf(from + index * step).id)).set(field, value)
        }
      })
    },
    /** In, then out: both sides say what they have, and get what they lack. */
    async sync() {
      const socket = new WebSocket(url.replace('http', 'ws'), SYNC.ws)
      await once(socket, 'open')
      await new Promise((resolve, reject) => {
        socket.once('error', reject)
        socket.on('message', (/** @type {Buffer} */ bytes) => {
          const inside = new Uint8Array(bytes.subarray(1))
          if (bytes[0] === UPDATE) Y.applyUpdateV2(doc, inside)
          else if (bytes[0] === VECTOR) socket.send(message(UPDATE, Y.encodeStateAsUpdateV2(doc, inside)))
          else resolve(null)
        })
        socket.send(message(VECTOR, Y.encodeStateVector(doc)))
      })
      socket.terminate()
    },
    async hash() {
      return stateHash([...records].map(([id, fields]) => ({ id, fields: /** @type {any} */ (fields).toJSON() })))
    },
  }
}
