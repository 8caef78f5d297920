import { z } from 'zod'
import { LAN_PROBLEMS } from '../lan/problems.ts'
import { PACK_LIMITS, packAuthor } from '../sync/pack-format.ts'

/** One exchange; the page draws a number for each, so that none is taken for another. A new one ends the one before. */
const exchange = z.int().min(1)
const address = z.ipv4()
const port = z.int().min(1).max(65_535)
const code = z.string().regex(/^[2-9A-HJKMNP-TW-Z]{8}$/)
const packBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= PACK_LIMITS.file, 'bytes')
const of = z.strictObject({ exchange })

/** Exchange with a laptop on the same network: the page asks. Packs cross locked; main adds the way and no records ever. */
export const lanRequests = {
  /** Where this laptop could wait, the likeliest first. */
  'lan.networks': { input: z.void(), output: z.array(z.strictObject({ name: z.string(), address })) },
  /** Waits at one of these addresses for one other laptop, until `lan.end`. */
  'lan.listen': {
    input: z.strictObject({ exchange, address, me: packAuthor }),
    output: z.union([z.strictObject({ port, code }), z.strictObject({ problem: z.enum(LAN_PROBLEMS) })]),
  },
  /** Goes to a laptop that waits; what comes of it is told as `lan.event`. */
  'lan.call': { input: z.strictObject({ exchange, address, port, code, me: packAuthor }), output: z.void() },
  /** This side's person knows the other. Packs go only when both said so. */
  'lan.confirm': { input: of, output: z.void() },
  /** The one pack of this side, or null when it has none to give. */
  'lan.give': { input: z.strictObject({ exchange, pack: packBytes.nullable() }), output: z.void() },
  /** The pack that came, once. */
  'lan.take': { input: of, output: z.strictObject({ pack: packBytes }) },
  /** What became of it here, for whoever sent it. */
  'lan.answer': { input: z.strictObject({ exchange, isTaken: z.boolean() }), output: z.void() },
  /** Null for whatever is going on. */
  'lan.end': { input: z.strictObject({ exchange: exchange.nullable() }), output: z.void() },
} as const

/** What happened in an exchange, in order. */
export const lanEvent = z.discriminatedUnion('what', [
  /** While this laptop waits: somebody came and went, and the waiting goes on. */
  z.strictObject({ exchange, what: z.literal('knocked'), problem: z.enum(LAN_PROBLEMS) }),
  /** The code was right on both sides, and this is who the other says they are. */
  z.strictObject({ exchange, what: z.literal('met'), peer: packAuthor }),
  z.strictObject({ exchange, what: z.literal('confirmed') }),
  /** Bytes of the pack that goes out or comes in; `size` is 0 where the other has none to give. */
  z.strictObject({ exchange, what: z.enum(['sent', 'came']), bytes: z.int().min(0), size: z.int().min(0) }),
  /** What became of this side's pack there. */
  z.strictObject({ exchange, what: z.literal('answered'), isTaken: z.boolean() }),
  /** Over: null when everything was done. */
  z.strictObject({ exchange, what: z.literal('ended'), problem: z.enum(LAN_PROBLEMS).nullable() }),
])
export type LanEvent = z.infer<typeof lanEvent>
