import { z } from 'zod'
import { id, requiredText, text, type Draft, type RecordOf } from './record.ts'

export const ORGANIZATION_TYPES = ['ministry', 'agency', 'company', 'university', 'school', 'association', 'start-up', 'other'] as const

export const organizationFields = {
  name: requiredText(500),
  nativeName: text(500),
  shortName: text(60),
  type: z.enum(ORGANIZATION_TYPES),
  /** The organization that this one is a part of. */
  parentId: id,
  country: text(200),
  city: text(200),
  website: text(500),
  /** About the organization, in words that may be shown to anyone. */
  about: text(),
} as const
export type Organization = RecordOf<typeof organizationFields>
export type OrganizationDraft = Draft<typeof organizationFields>
export type OrganizationType = (typeof ORGANIZATION_TYPES)[number]
