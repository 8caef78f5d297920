import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PushItem } from '@shared/sync/protocol/records.ts'
import { itemToSend, writePush } from '../../../../src/renderer/db/push-message.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

it('a push is written as JSON writes it, whatever goes along with its records, and so is the message in it', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 })
  const record = fc.record({ k: fc.constant('note'), i: text, s: fc.array(text), c: fc.dictionary(text, fc.tuple(text, fc.constant(0))) })
  const item = fc.record(
    { record, updates: fc.array(text, { minLength: 1 }), originals: fc.array(fc.record({ record })) },
    { requiredKeys: ['record'] },
  )
  const head = fc.record({ pushSeq: fc.nat(), since: fc.record({ seq: fc.nat(), token: text }) }, { requiredKeys: ['pushSeq'] })
  const along = fc.record({ noteRows: fc.dictionary(text, fc.array(fc.nat())), overruled: fc.array(text) }, { requiredKeys: ['noteRows'] })
  fc.assert(
    fc.property(fc.array(fc.tuple(item, fc.boolean()), { minLength: 1, maxLength: 4 }), head, along, (some, before, after) => {
      const items = some.map(([one, isInRow]) => {
        const packed = JSON.stringify(one.record)
        return itemToSend(isInRow ? encoder.encode(packed) : packed, one as unknown as PushItem)
      })
      const request = { ...before, items: some.map(([one]) => one) }
      const { kept, message } = writePush(items, { head: before, along: after })
      expect(decoder.decode(message)).toBe(JSON.stringify(request))
      expect(decoder.decode(kept)).toBe(JSON.stringify({ request, ...after }))
      // What a push may hold is told from its items (gather-outgoing.ts).
      const bytes = items.reduce((sum, one) => sum + one.bytes, 0)
      expect(bytes).toBe(encoder.encode(JSON.stringify(request.items)).length - 1)
    }),
    { seed: 20_261_128 },
  )
})
