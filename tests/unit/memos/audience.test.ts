import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import { MEMO_KINDS, type Audience, type MemoKind, type MemoRequest } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { CANARIES, MARKING, canariesIn, visitWithCanaries } from '../../support/canaries.ts'
import { oneMeetingVisit, visitFileOf } from '../../support/visit-file-fixtures.ts'

type Asked = { readonly kind: MemoKind; readonly language: Language; readonly audience: Audience }

const requestsOf = (file: VisitFile, { kind, language, audience }: Asked): MemoRequest[] => {
  const head = { language, audience, edits: { marking: MARKING } }
  switch (kind) {
    case 'memcon':
      return file.meetings.map(({ key }) => ({ ...head, kind, meetingKey: key }))
    case 'letter':
      return audience === 'internal' ? [] : file.organizations.map(({ key }) => ({ ...head, audience, kind, organizationKey: key }))
    case 'brief':
      return audience === 'shared' ? [] : [{ ...head, audience, kind }]
    default:
      return [{ ...head, kind }]
  }
}

const leaksOf = async (asked: Asked): Promise<string[]> => {
  const file = visitWithCanaries()
  const leaks: string[] = []
  for (const request of requestsOf(file, asked)) leaks.push(...canariesIn((await writeMemo({ ...request, file })).bytes))
  return [...new Set(leaks)].sort()
}

describe('what is for our side alone', () => {
  // Of a brief no request for the other side can be written.
  const combinations = MEMO_KINDS.filter((kind) => kind !== 'brief').flatMap((kind) =>
    LANGUAGES.map((language) => [kind, language] as const),
  )

  test.each(combinations)('is in no part of a shared %s in %s', async (kind, language) => {
    expect(await leaksOf({ kind, language, audience: 'shared' })).toEqual([])
  })

  test('is in the documents of our own side, so the search for it finds what there is', async () => {
    const asked = MEMO_KINDS.flatMap((kind) =>
      (['en', 'ru', 'ja'] as const).map((language) => ({ kind, language, audience: 'internal' }) as const),
    )
    const found = await Promise.all(asked.map(leaksOf))
    // Printed nowhere: who told us how far an agreement is.
    expect([...new Set(found.flat())].sort()).toEqual(
      CANARIES.map(({ field }) => field)
        .filter((field) => field !== 'saidBy')
        .sort(),
    )
  })
})

describe('what a shared document holds back', () => {
  const heldBack = (file: VisitFile, request: MemoRequest) => memoContent(file, request).heldBack
  const memcon = (meetingKey: string, audience: Audience = 'shared'): MemoRequest => ({
    kind: 'memcon',
    meetingKey,
    language: 'en',
    audience,
  })

  test('is listed with its reason and its record, for what the document is about', () => {
    expect(heldBack(visitWithCanaries(), memcon('meeting-1')).map(({ what, why, path }) => `${what} ${why} ${path}`)).toEqual([
      'person private contacts[4]',
      'comment internal meetings[0].comment',
      'notes not-agreed meetings[0].notes[0]',
      'notes not-agreed meetings[0].notes[1]',
      'our-owner internal agreements[0].owner',
      'our-owner internal commitments[0].owner',
    ])
    expect(heldBack(visitWithCanaries(), memcon('meeting-2')).map(({ what }) => what)).toEqual(['notes'])
  })

  test('names the record by its key and id, so that a screen finds it', () => {
    const [person] = heldBack(visitWithCanaries(), memcon('meeting-1'))
    expect(person).toEqual({ what: 'person', why: 'private', kind: 'contact', key: 'hidden', path: 'contacts[4]' })
  })

  test('is nothing in a document of our own side, nor where nothing is internal', () => {
    expect(heldBack(visitWithCanaries(), memcon('meeting-1', 'internal'))).toEqual([])
    const plain = visitFileOf({ safarnoma: 1, visit: {}, meetings: [{ key: 'a', title: 'AJA', comment: ' ' }] })
    expect(heldBack(plain, memcon('a'))).toEqual([])
  })

  test('of a report is also what it alone prints', () => {
    const report = heldBack(visitWithCanaries(), { kind: 'report', language: 'en', audience: 'shared', edits: { marking: MARKING } })
    expect(report.map(({ what }) => what)).toEqual(expect.arrayContaining(['legal-basis', 'proposals', 'contact-details', 'marking']))
    expect(report.map(({ what }) => what)).not.toContain('comment')
  })

  test('of our own owner is no gap of the record', () => {
    const { missing } = memoContent(oneMeetingVisit(), memcon('meeting-1'))
    expect(missing).toEqual([])
  })
})
