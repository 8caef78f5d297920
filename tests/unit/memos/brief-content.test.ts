import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Part } from '@memos/content/memo.ts'
import type { BriefRequest } from '@memos/content/request.ts'
import { expectedParagraphs } from '../../support/docx-expected.ts'
import { letterVisit, PREPARATION, withMeeting } from '../../support/letter-fixtures.ts'

function brief(file: VisitFile, request: Partial<BriefRequest> = {}) {
  return memoContent(file, { kind: 'brief', audience: 'internal', language: 'en', meetingKey: 'second', ...request })
}
const partsOf = (file: VisitFile, request: Partial<BriefRequest> = {}): Part[] =>
  brief(file, request).memo.sections.flatMap(({ parts }) => [...parts])
const headings = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) => (part.type === 'heading' ? [`${part.level} ${part.text}`] : []))
const rowsOf = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) =>
    part.type === 'table'
      ? part.rows.map((row) =>
          'group' in row ? `# ${row.group}` : row.cells.map((lines) => lines.map(({ text }) => text).join(' / ')).join(' | '),
        )
      : [],
  )

describe('A brief', () => {
  test('has its chapters in order, objectives first and background under two headings', () => {
    expect(headings(partsOf(letterVisit()))).toEqual([
      '1 1. Objectives',
      '1 2. Points to make',
      '1 3. If raised',
      '1 4. Questions to ask',
      '1 5. Their likely points',
      '1 6. People',
      '1 7. Background',
      '2 May be used',
      '2 Not to be disclosed',
      '1 8. History',
      '1 9. Logistics',
    ])
  })

  test('begins with a card: when, where, how to get there, who, and what to wear', () => {
    const [, card] = partsOf(letterVisit())
    if (card?.type !== 'facts') throw new Error('no card')
    expect(card.rows.map(({ label }) => label)).toEqual([
      'Date and time',
      'Place',
      'Getting there',
      'Their side',
      'Our side',
      'Dress and gifts',
    ])
    expect(card.rows.at(2)?.lines).toEqual([{ text: PREPARATION.gettingThere }])
  })

  test('says under an objective what success looks like, and one point a line', () => {
    const lists = partsOf(letterVisit()).flatMap((part) => (part.type === 'list' ? [part.items.map((item) => item.length)] : []))
    // Two objectives, one with its measure; three points; one answer; two questions; one of theirs.
    expect(lists).toEqual([[2, 1], [1, 1, 1], [1], [1, 1], [1]])
    expect(expectedParagraphs(brief(letterVisit()).memo)).toContain('Success looks like: they name the month in which it begins')
  })

  test('says of whom we meet what we know, and when somebody of ours last met them', () => {
    expect(rowsOf(partsOf(letterVisit()))[0]).toBe(
      'Reiyama Ichiro (例山 一郎) | Director | Studied in Samarkand; likes to begin with tea. | 5\u00a0Mar\u00a02025, Talks on training',
    )
  })

  test('has what was agreed and promised before, both ways, with its status', () => {
    expect(rowsOf(partsOf(letterVisit())).slice(1)).toEqual([
      '# Earlier agreements',
      expect.stringMatching(
        /^Both sides prepare a joint course for engineers\. \| 5\u00a0Mar\u00a02025, Talks on training \| by the autumn.* \| agreed orally$/,
      ),
      expect.stringMatching(/^A floated idea of an office\. \| .* \| floated$/),
      expect.stringMatching(/^An agreement that nobody marked\. \| .* \| signed$/),
      '# We owe them',
      expect.stringMatching(/^Send a draft programme\. \| .* \| open$/),
      expect.stringMatching(/^Ask our own finance people\. \| .* \| open$/),
      '# They owe us',
      expect.stringMatching(/^Send a representative\. \| .* \| open$/),
    ])
  })

  test('of the first meeting knows nothing of the second: what is later is no history', () => {
    const file = withMeeting('second', { state: 'held' })
    const moved = { ...file, agreements: file.agreements.map((agreement) => ({ ...agreement, meeting: 'second' })), commitments: [] }
    expect(rowsOf(partsOf(moved, { meetingKey: 'first' })).filter((row) => row.startsWith('#'))).toEqual([])
  })

  test('takes other visits: the same organization and the same people by their names, whatever case and script', () => {
    const other = letterVisit()
    const earlier: VisitFile = {
      ...other,
      id: '11111111-1111-4111-8111-111111111112',
      visit: { ...other.visit, title: 'Earlier visit', startDay: '2024-02-01' },
      organizations: [
        { key: 'x', name: 'PARTNER institute of examples' },
        { key: 'y', name: 'Nobody' },
      ],
      contacts: [{ key: 'p', side: 'theirs', native: { family: '例山', given: '一郎' } }],
      meetings: [
        {
          key: 'm',
          title: 'First contact',
          state: 'held',
          start: '2024-02-01T10:00',
          organizations: ['x'],
          participants: [{ contact: 'p' }],
          notes: [],
          openQuestions: [],
        },
      ],
      agreements: [
        { key: 'a', text: 'A memorandum.', status: 'signed', organizations: ['x'], programmes: [] },
        { key: 'b', text: 'Of others.', status: 'signed', organizations: ['y'], programmes: [] },
      ],
      commitments: [],
    }
    const file = { ...withMeeting('first', { participants: [] }), agreements: [], commitments: [] }
    const rows = rowsOf(partsOf(file, { earlier: [earlier] }))
    expect(rows[0]).toMatch(/\| 1\u00a0Feb\u00a02024, First contact, Earlier visit$/)
    expect(rows.slice(1)).toEqual(['# Earlier agreements', 'A memorandum. | 1\u00a0Feb\u00a02024, Earlier visit |  | signed'])
  })

  test('takes no visit that began later, nor itself, and the order in which they are handed over does not matter', () => {
    const file = { ...withMeeting('first', { participants: [] }), agreements: [], commitments: [] }
    const visit = (id: string, startDay: string, text: string): VisitFile => ({
      ...letterVisit(),
      id: `11111111-1111-4111-8111-11111111111${id}`,
      visit: { title: `Visit ${id}`, startDay },
      meetings: [],
      agreements: [{ key: 'a', text, status: 'signed', organizations: ['partner'], programmes: [] }],
      commitments: [],
    })
    const others = [visit('4', '2026-01-01', 'Later'), visit('3', '2024-06-01', 'Second'), visit('2', '2024-06-01', 'First'), letterVisit()]
    const textsOf = (earlier: readonly VisitFile[]) => rowsOf(partsOf(file, { earlier })).map((row) => row.split(' | ')[0])
    expect(textsOf(others)).toEqual([expect.anything(), '# Earlier agreements', 'First', 'Second'])
    expect(textsOf(others.toReversed())).toEqual(textsOf(others))
  })

  test('with more than seven points says so; with little to say leaves out what is empty', () => {
    const many = withMeeting('second', { pointsToMake: '1\n2\n3\n4\n5\n6\n7\n8' })
    expect(brief(many).notices).toContainEqual(
      expect.objectContaining({ what: 'too-many-points', count: 8, kind: 'meeting', key: 'second' }),
    )
    expect(brief(letterVisit()).notices).toEqual([])
    expect(headings(partsOf(letterVisit(), { meetingKey: 'third' }))).toEqual(['1 1. Points to make', '1 2. Logistics'])
  })

  test('over four pages says so', () => {
    const long = withMeeting('second', { backgroundToUse: 'A line of background about the partner and its courses.\n'.repeat(250) })
    expect(brief(long).notices.map(({ what }) => what)).toEqual(['longer-than-four-pages'])
  })

  test('of a visit has the contents in front, and each meeting in a section of its own', () => {
    const { meetingKey: _, ...pack } = { meetingKey: '' }
    const { memo } = memoContent(letterVisit(), { kind: 'brief', audience: 'internal', language: 'en', ...pack })
    expect(memo.sections).toHaveLength(4)
    const contents = memo.sections[0]?.parts.find((part) => part.type === 'contents')
    expect(contents?.entries.map(({ text }) => text)).toEqual([
      'Meeting 1. Talks on training',
      'Meeting 2. Other talks',
      'Meeting 3. Second talks',
    ])
    expect(memo.sections.slice(1).map(({ parts }) => headings(parts)[0])).toEqual(contents?.entries.map(({ text }) => `1 ${text}`))
    expect(headings(memo.sections[3]?.parts ?? [])).toContain('3 Not to be disclosed')
  })

  test.each(LANGUAGES)('in %s has every heading in that language', (language: Language) => {
    const found = headings(partsOf(letterVisit(), { language }))
    expect(found).toHaveLength(11)
    if (language !== 'en') expect(found.join(' ')).not.toMatch(/Objectives|Background|History/)
  })
})
