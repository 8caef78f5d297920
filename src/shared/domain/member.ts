import { z } from 'zod'
import { id, text, type RecordOf } from './record.ts'

/** A reviewer reads, and says of records what the ministry thinks of them (review.ts). */
export const ROLES = ['owner', 'editor', 'reviewer', 'reader'] as const
export const role = z.enum(ROLES)
export type Role = z.infer<typeof role>

/** Who may do what in a visit. Written by the server alone, so that names are there offline; its own table is the authority. */
export const memberFields = {
  personId: id,
  name: text(200),
  role,
  /** Ids of the devices that this member signed in with: history names the author of a stamp by them. */
  devices: z.array(id).max(100),
} as const
export type Member = RecordOf<typeof memberFields>
