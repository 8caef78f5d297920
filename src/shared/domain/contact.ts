import { z } from 'zod'
import { personName } from './person-name.ts'
import { id, text, type Draft, type RecordOf } from './record.ts'

/** A post that someone holds: at an organization of the visit, or described in words alone. */
export const post = z.strictObject({ title: text(300), organizationId: id.nullable() })
export type Post = z.infer<typeof post>

/** A person: of our delegation (`ours`) or of the other side (`theirs`). Names stand by script. */
export const contactFields = {
  side: z.enum(['ours', 'theirs']),
  native: personName,
  kana: personName,
  latin: personName,
  cyrillic: personName,
  honorific: text(40),
  /** The form of address that letters use in languages that have two; absent: a form that fits everybody. */
  addressAs: z.enum(['mr', 'ms']),
  posts: z.array(post).max(20),
  email: text(320),
  phone: text(60),
  /** Kept out of every document for the other side. */
  isPrivate: z.boolean(),
  remark: text(),
} as const
export type Contact = RecordOf<typeof contactFields>
export type ContactDraft = Draft<typeof contactFields>
