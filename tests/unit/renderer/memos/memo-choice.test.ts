import { describe, expect, it } from 'vitest'
import type { Meeting } from '@shared/domain/meeting.ts'
import type { MissingPart } from '@memos/content/missing.ts'
import type { OwnDocument } from '@memos/take-back.ts'
import {
  ALL_MEETINGS,
  choiceOf,
  gapAddress,
  gapsByRecord,
  inVisitOrder,
  requestOf,
  type MemoChoice,
} from '../../../../src/renderer/features/memos/memo-choice.ts'
import { choiceOfDocument } from '../../../../src/renderer/features/memos/taken-back.ts'
import { fileOf, VISIT } from '../visits/desk.ts'

const FIRST = '44444444-4444-4444-8444-444444444444'
const THIRD = '77777777-7777-4777-8777-777777777777'
const SECOND = '55555555-5555-4555-8555-555555555555'
const meeting = (id: string, start: string | null, title: string): Meeting => ({ id, start, title }) as Meeting
const meetings = [meeting(FIRST, null, 'METI'), meeting(SECOND, null, 'JETRO')]

const subjects = { meeting: meetings, organization: [{ id: THIRD }] }

describe('what the address asks for', () => {
  it('is the memo of the named meeting, in the language of the interface', () => {
    expect(choiceOf({ kind: 'memcon', meeting: SECOND }, subjects, 'ja')).toEqual({
      kind: 'memcon',
      subjectId: SECOND,
      language: 'ja',
      secondLanguage: null,
      audience: 'internal',
      preset: null,
    })
    expect(choiceOf({ meeting: SECOND }, subjects, 'ja').kind).toBe('memcon')
  })

  it('is the report where no meeting is named, which is about the whole visit', () => {
    expect(choiceOf({}, subjects, 'en').kind).toBe('report')
    expect(choiceOf({ kind: 'report', meeting: SECOND }, subjects, 'en')).toMatchObject({ kind: 'report', subjectId: null })
  })

  it('is of the first meeting when a memo is asked without one', () => {
    expect(choiceOf({ kind: 'memcon' }, subjects, 'en').subjectId).toBe(FIRST)
    expect(choiceOf({ kind: 'memcon' }, { ...subjects, meeting: [] }, 'en').subjectId).toBeNull()
  })

  it('takes a language, a kind, an audience and a tradition only when there is one of that name', () => {
    expect(choiceOf({ language: 'uz-Cyrl' }, subjects, 'en').language).toBe('uz-Cyrl')
    expect(choiceOf({ language: 'de' }, subjects, 'ru').language).toBe('ru')
    expect(choiceOf({ kind: 'novel', audience: 'everybody' }, subjects, 'en')).toMatchObject({ kind: 'report', audience: 'internal' })
    expect(choiceOf({ kind: 'memcon', preset: 'gijiroku', audience: 'shared' }, subjects, 'en')).toMatchObject({
      preset: 'gijiroku',
      audience: 'shared',
    })
    expect(choiceOf({ language: 'uz-Latn', second: 'ja' }, subjects, 'en')).toMatchObject({ language: 'uz-Latn', secondLanguage: 'ja' })
    expect(choiceOf({ language: 'ja', second: 'ja' }, subjects, 'en').secondLanguage).toBeNull()
    expect(choiceOf({ kind: 'report', preset: 'gijiroku' }, subjects, 'en').preset).toBeNull()
  })
})

describe('the request to the worker', () => {
  const file = fileOf({
    safarnoma: 1,
    id: VISIT,
    visit: { title: 'Seoul' },
    meetings: [{ key: 'talks', id: FIRST, title: 'METI' }],
    organizations: [{ key: 'meti', id: THIRD, name: 'METI' }],
  })
  const files = { file, earlier: [] }
  const choice: MemoChoice = { kind: 'memcon', subjectId: FIRST, language: 'ru', secondLanguage: null, audience: 'internal', preset: null }

  it('names the meeting by its key in the file, for inside eyes', () => {
    expect(requestOf(files, choice)).toEqual({ kind: 'memcon', language: 'ru', audience: 'internal', meetingKey: 'talks' })
  })

  it('carries what was said of the paper', () => {
    const details = { edits: { title: 'Talks' }, isDraft: true, grouping: 'month' as const, organizationId: THIRD, pageNumbers: true }
    expect(requestOf(files, { ...choice, preset: 'bayonnoma' }, details)).toEqual({
      kind: 'memcon',
      language: 'ru',
      audience: 'internal',
      meetingKey: 'talks',
      preset: 'bayonnoma',
      edits: { title: 'Talks' },
      isDraft: true,
    })
    expect(requestOf(files, { ...choice, kind: 'register', subjectId: null }, details)).toMatchObject({
      grouping: 'month',
      organizationKey: 'meti',
    })
  })

  it('asks for page numbers where there are contents', () => {
    const asked = (kind: MemoChoice['kind'], subjectId: string | null) =>
      requestOf(files, { ...choice, kind, subjectId }, { pageNumbers: true })?.pageNumbers
    expect([asked('report', null), asked('brief', ALL_MEETINGS), asked('brief', FIRST), asked('memcon', FIRST)]).toEqual([
      true,
      true,
      undefined,
      undefined,
    ])
  })

  it('of briefs has other visits, and may be of all meetings', () => {
    const earlier = [fileOf({ safarnoma: 1, visit: { title: 'Tokyo' } })]
    expect(requestOf({ file, earlier }, { ...choice, kind: 'brief', subjectId: ALL_MEETINGS })).toEqual({
      kind: 'brief',
      language: 'ru',
      audience: 'internal',
      earlier,
    })
    expect(requestOf({ file, earlier }, { ...choice, kind: 'brief' })).toMatchObject({ meetingKey: 'talks', earlier })
    expect(requestOf({ file, earlier }, choice)).not.toHaveProperty('earlier')
  })

  it('names the second language where there is one', () => {
    expect(requestOf(files, { ...choice, secondLanguage: 'en' })).toMatchObject({ language: 'ru', secondLanguage: 'en' })
  })

  it('is none for a meeting that the visit does not have', () => {
    expect(requestOf(files, { ...choice, subjectId: SECOND })).toBeNull()
    expect(requestOf(files, { ...choice, subjectId: null })).toBeNull()
    expect(requestOf(files, { ...choice, kind: 'report', subjectId: null })?.kind).toBe('report')
  })

  it('is found again for a document that came back', () => {
    const own = {
      kind: 'memcon',
      language: 'ja',
      audience: 'shared',
      preset: 'gijiroku',
      meetingIds: [FIRST],
      organizationId: undefined,
    } as unknown as OwnDocument
    expect(requestOf(files, choiceOfDocument(own))).toEqual({
      kind: 'memcon',
      language: 'ja',
      audience: 'shared',
      preset: 'gijiroku',
      meetingKey: 'talks',
    })
    expect(choiceOfDocument({ ...own, kind: 'report' }).subjectId).toBeNull()
    expect(choiceOfDocument({ ...own, kind: 'brief', isOfAllMeetings: true }).subjectId).toBe(ALL_MEETINGS)
  })
})

it('meetings stand by time, those without a date last, by title', () => {
  const dated = meeting('66666666-6666-4666-8666-666666666666', '2025-03-05T10:00', 'Zeroboard')
  expect(inVisitOrder([...meetings, dated]).map(({ title }) => title)).toEqual(['Zeroboard', 'JETRO', 'METI'])
})

describe('what is missing', () => {
  const part = (what: MissingPart['what'], id: string, kind: MissingPart['kind'] = 'meeting'): MissingPart => ({
    what,
    kind,
    id,
    path: '',
    of: 'METI',
  })

  it('is one row a record, in the order of the document', () => {
    expect(gapsByRecord([part('date', FIRST), part('deadline', SECOND, 'commitment'), part('place', FIRST)])).toEqual([
      { kind: 'meeting', id: FIRST, of: 'METI', what: ['date', 'place'] },
      { kind: 'commitment', id: SECOND, of: 'METI', what: ['deadline'] },
    ])
  })

  it('leads to the field of a meeting that has one, and to the page for the rest', () => {
    expect(gapAddress('/visit/v/meeting/m', 'meeting', 'date')).toBe('/visit/v/meeting/m?field=date')
    expect(gapAddress('/visit/v/meeting/m', 'meeting', 'their-side')).toBe('/visit/v/meeting/m?field=their-side')
    expect(gapAddress('/visit/v/meeting/m', 'meeting', 'our-side')).toBe('/visit/v/meeting/m')
    expect(gapAddress('/visit/v', 'visit', 'date')).toBe('/visit/v')
    expect(gapAddress('/visit/v/commitment/c', 'commitment', 'owner')).toBe('/visit/v/commitment/c')
  })
})
