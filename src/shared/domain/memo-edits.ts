import { z } from 'zod'

const text = z.string().exactOptional()
const signatory = z.strictObject({ name: z.string(), post: text })

/** Somebody who signs, as a document names them. */
export type Signatory = z.infer<typeof signatory>

/**
 * What a person says of one document before it is made. It stands in no record; empty texts count as not said.
 * - `title`: in place of the title that the records give
 * - `documentDay`: the date of the document, `2026-11-24`; not that of the meeting
 * - `addressee`: to whom, a line each
 * - `salutation`: in place of the one that a letter would choose
 * - `contact`: of our side, to whom the other side writes: a name, with what it is reached by
 * - `secretary`: who signs beside the chair of a protocol
 * - `approver`: who approves a road map
 * - `executor`: who prepared the document, with what the ministry wants to read there
 * - `distribution`: who gets which copy, a line each
 * - `marking`: of a document of our own; one for the other side carries none
 */
export const memoEdits = z.strictObject({
  title: text,
  registrationNumber: text,
  documentDay: text,
  addressee: text,
  salutation: text,
  contact: text,
  signatory: signatory.exactOptional(),
  secretary: signatory.exactOptional(),
  approver: signatory.exactOptional(),
  executor: text,
  distribution: z.array(z.string()).readonly().exactOptional(),
  marking: text,
})

export type MemoEdits = Readonly<z.infer<typeof memoEdits>>
