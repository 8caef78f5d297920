import { describe, expect, test } from 'vitest'
import type { MemoRequest } from '@memos/content/request.ts'
import { examineLetterhead } from '@memos/template.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { docxTexts } from '../../support/docx-parts.ts'
import { validateDocx } from '../../support/docx-programs.ts'
import { letterVisit, withMeeting } from '../../support/letter-fixtures.ts'
import { letterhead } from '../../support/letterheads.ts'
import { seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const MEMCON: MemoRequest = { kind: 'memcon', meetingKey: 'first', language: 'en', audience: 'internal' }
const BY_CHAPTERS = ['{{title}}', 'First part', '{{commitments}}', 'Second part', '{{summary}}', '{{comment}}', 'End']

const textOf = (bytes: Uint8Array): string =>
  (docxTexts(bytes).get('word/document.xml') ?? '').replaceAll(/<[^>]+>/g, '|').replaceAll(/\|+/g, '|')
const written = async (body: readonly string[], request: MemoRequest = MEMCON, file = letterVisit()) =>
  (await writeMemo({ ...request, file, letterhead: await letterhead({ body }) })).bytes

describe('a letterhead with places for chapters', () => {
  test('has each where it says, and no document behind it', async () => {
    const text = textOf(await written(BY_CHAPTERS, MEMCON, withMeeting('first', { comment: 'Keep an eye on the budget.' })))
    const order = ['First part', 'Send a draft programme.', 'Second part', 'Both sides presented', 'Keep an eye on the budget.', 'End']
    expect(order.map((words) => text.indexOf(words))).toEqual(order.map((words) => text.indexOf(words)).toSorted((a, b) => a - b))
    for (const words of order) expect(text.split(words)).toHaveLength(2)
    expect(text).not.toContain('{{')
    expect(text).not.toContain('Participants')
  })

  test('loses an empty chapter with its heading and its line, and leaves a valid document', async () => {
    const bytes = await written(BY_CHAPTERS, MEMCON, withMeeting('first', { summary: '' }))
    expect(textOf(bytes)).toContain('|Second part|End|')
    expect(lintDocx(bytes, { isOnLetterhead: true, allowLeftovers: true })).toEqual([])
    expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
  })

  test('says nothing internal to the other side, and says of a draft that it is one', async () => {
    const file = withMeeting('first', { comment: 'Keep an eye on the budget.' })
    const bytes = await written(BY_CHAPTERS, { ...MEMCON, audience: 'shared', isDraft: true }, file)
    expect([...docxTexts(bytes).values()].join('')).not.toContain('Keep an eye')
    expect(textOf(bytes).split('DRAFT')).toHaveLength(2)
  })

  test('has both languages beside each other in each', async () => {
    const text = textOf(await written(['{{next_step}}'], { ...MEMCON, secondLanguage: 'ru' }))
    expect(text).toMatch(/Next step.*Следующий шаг/)
  })

  test('of a report has its register upright, on the first page’s header', async () => {
    const bytes = await written(
      ['{{summary}}', '{{commitments}}'],
      { kind: 'report', language: 'uz-Latn', audience: 'internal' },
      seventeenMeetingsVisit(),
    )
    const sections =
      docxTexts(bytes)
        .get('word/document.xml')
        ?.match(/<w:sectPr\b.*?<\/w:sectPr>/gs) ?? []
    expect(sections).toEqual([expect.stringContaining('<w:titlePg')])
    expect(lintDocx(bytes, { isOnLetterhead: true, allowLeftovers: true })).toEqual([])
  })

  test('with a place for the whole too has that as ever', async () => {
    const text = textOf(await written(['{{summary}}', '{{body}}']))
    expect(text.split('Both sides presented')).toHaveLength(3)
  })
})

describe('what is said of such a letterhead', () => {
  const examined = async (body: readonly string[], kind: MemoRequest['kind']) =>
    examineLetterhead(await letterhead({ body }), { kind, language: 'en' })

  test('is which chapters have no place, since those would be lost', async () => {
    expect(
      await examined(['{{date}}', '{{title}}', '{{facts}}', '{{summary}}', '{{decisions}}', '{{commitments}}'], 'memcon'),
    ).toMatchObject({
      type: 'taken',
      unknown: [],
      missing: ['discussion', 'questions', 'next_step', 'comment'],
    })
    expect(await examined(['{{date}}', '{{title}}', '{{body}}'], 'memcon')).toMatchObject({ missing: [] })
  })

  test('is which mean nothing in a document of the kind', async () => {
    expect(await examined(['{{summary}}', '{{facts}}'], 'report')).toMatchObject({ found: ['summary'], unknown: ['facts'] })
    expect(await examined(['{{summary}}', '{{body}}'], 'letter')).toMatchObject({ found: ['body'], unknown: ['summary'] })
  })
})

test('contents on a letterhead have no page numbers, and that is said', async () => {
  const report: MemoRequest = { kind: 'report', language: 'ru', audience: 'internal', pageNumbers: true }
  const paper = await letterhead()
  const { notices } = await writeMemo({ ...report, file: seventeenMeetingsVisit(), letterhead: paper })
  expect(notices.map(({ what }) => what)).toEqual(['without-page-numbers-on-letterhead'])
  expect((await writeMemo({ ...report, file: letterVisit(), letterhead: paper })).notices).toEqual([])
})
