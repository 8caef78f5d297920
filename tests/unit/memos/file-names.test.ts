import { describe, expect, test } from 'vitest'
import { unzipSync } from 'fflate'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { MemoRequest } from '@memos/content/request.ts'
import { memoFileName } from '@memos/file-name.ts'
import { writeSet } from '@memos/write-set.ts'
import { letterVisit } from '../../support/letter-fixtures.ts'

const memcon = { kind: 'memcon', meetingKey: 'first', language: 'en', audience: 'internal' } as const
const register = { kind: 'register', language: 'en', audience: 'internal' } as const

/** Every way in which two papers of one visit may differ. */
const PAPERS: readonly MemoRequest[] = [
  memcon,
  { ...memcon, audience: 'shared' },
  { ...memcon, preset: 'bayonnoma' },
  { ...memcon, preset: 'zapis-besedy', audience: 'shared' },
  { ...memcon, preset: 'gijiroku', isDraft: true },
  { ...memcon, secondLanguage: 'ru' },
  { ...memcon, meetingKey: 'second' },
  register,
  { ...register, grouping: 'month' },
  { ...register, preset: 'road-map' },
  { ...register, organizationKey: 'partner' },
  { ...register, audience: 'shared' },
  { kind: 'report', language: 'en', audience: 'internal' },
  { kind: 'report', language: 'en', audience: 'shared' },
  { kind: 'letter', language: 'en', audience: 'shared', organizationKey: 'partner' },
  { kind: 'letter', language: 'en', audience: 'shared', organizationKey: 'partner', isDraft: true },
  { kind: 'letter', language: 'en', audience: 'shared', organizationKey: 'other' },
  { kind: 'brief', language: 'en', audience: 'internal', meetingKey: 'first' },
  { kind: 'brief', language: 'en', audience: 'internal' },
]

const withOrganizations = (names: readonly string[]): VisitFile => ({
  ...letterVisit(),
  organizations: letterVisit().organizations.map((one, index) => ({ ...one, shortName: names[index] ?? '' })),
})
const letterTo = (organizationKey: string) => ({ kind: 'letter', language: 'en', audience: 'shared', organizationKey }) as const

describe('names of the papers of one visit', () => {
  test('differ wherever the papers do, also without capitals', () => {
    const names = PAPERS.map((request) => memoFileName(letterVisit(), request).toLowerCase())
    expect(new Set(names).size).toBe(PAPERS.length)
    for (const name of names) expect(name).toMatch(/^[a-z0-9._-]{1,100}$/)
  })

  test('say behind the kind what is unusual, and nothing of what is usual', () => {
    expect(memoFileName(letterVisit(), memcon)).toBe('TST2025_memcon_01-PIE_en_2025-03-05_v3.docx')
    expect(memoFileName(letterVisit(), { ...memcon, preset: 'bayonnoma', audience: 'shared', isDraft: true })).toBe(
      'TST2025_memcon-bayonnoma-shared-draft_01-PIE_en_2025-03-05_v3.docx',
    )
    expect(memoFileName(letterVisit(), letterTo('partner'))).toBe('TST2025_letter_PIE_en_2025-03-03_v3.docx')
  })

  test('tell two organizations of one short name apart', () => {
    const file = withOrganizations(['Agency', 'AGENCY'])
    expect(['partner', 'other'].map((key) => memoFileName(file, letterTo(key)))).toEqual([
      'TST2025_letter_Agency_en_2025-03-03_v3.docx',
      'TST2025_letter_AGENCY-2_en_2025-03-03_v3.docx',
    ])
  })

  test('keep what tells them apart when the code of the visit is long', () => {
    const file = { ...letterVisit(), visit: { ...letterVisit().visit, code: 'X'.repeat(200) } }
    const names = PAPERS.map((request) => memoFileName(file, request))
    expect(new Set(names).size).toBe(PAPERS.length)
    for (const name of names) expect(name).toMatch(/^X+_.{1,98}_v3\.docx$/)
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(100)
  })

  test('are those that the documents have in an archive, where nothing is lost', async () => {
    const items = PAPERS.slice(0, 5).map((options) => ({ options }))
    const archive = unzipSync(await writeSet(letterVisit(), items))
    expect(Object.keys(archive).toSorted()).toEqual(items.map(({ options }) => memoFileName(letterVisit(), options)).toSorted())
  })
})
