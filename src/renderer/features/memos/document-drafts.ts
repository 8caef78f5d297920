import { memoEdits } from '@shared/domain/memo-edits.ts'
import { GROUPINGS } from '@memos/content/request.ts'
import { z } from 'zod'
import { putDraft, readDraft } from '../../db/drafts.ts'
import type { Database } from '../../db/database.ts'
import type { MemoChoice, MemoDetails } from './memo-choice.ts'

const details = z.object({
  edits: memoEdits.strip().exactOptional(),
  isDraft: z.boolean().exactOptional(),
  pageNumbers: z.boolean().exactOptional(),
  grouping: z.enum(GROUPINGS).exactOptional(),
  organizationId: z.string().exactOptional(),
})

/** What a person says of one document stands among the drafts of this laptop: it is of the paper, not of the visit, and is not sent. */
export const detailsId = (scope: string, { kind, subjectId, language, secondLanguage, audience }: MemoChoice): string =>
  ['document', scope, kind, subjectId ?? '', [language, secondLanguage].filter(Boolean).join('-'), audience].join(':')

/** What cannot be read, from another version of the app, counts as nothing said. */
export const parseDetails = (value: unknown): MemoDetails => details.safeParse(value).data ?? {}

export const readDetails = async (database: Database, scope: string, choice: MemoChoice): Promise<MemoDetails> =>
  parseDetails(await readDraft(database, detailsId(scope, choice)))

/** An export of a document from this laptop, the newest first. */
export type Exported = z.infer<typeof exported>
const exported = z.object({ id: z.string(), fileName: z.string(), at: z.number() })
const MOST_EXPORTS = 200

const exportsId = (scope: string): string => `documents-exported:${scope}`

export const readExports = async (database: Database, scope: string): Promise<Exported[]> =>
  z.array(exported).safeParse(await readDraft(database, exportsId(scope))).data ?? []

export async function rememberExported(database: Database, scope: string, done: Omit<Exported, 'at'>): Promise<Exported[]> {
  const all = [{ ...done, at: database.host.now() }, ...(await readExports(database, scope))].slice(0, MOST_EXPORTS)
  await putDraft(database, exportsId(scope), all)
  return all
}
