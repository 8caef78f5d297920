import { describe, expect, test } from 'vitest'
import { isClosedStatus, AGREEMENT_STATUSES } from '@shared/domain/agreement.ts'
import { isOverdue, type Commitment } from '@shared/domain/commitment.ts'
import { linkId } from '@shared/domain/link.ts'
import { compareMeetings, meetingTimesProblem, type Meeting } from '@shared/domain/meeting.ts'
import { noteBody, plainText } from '@shared/domain/note-body.ts'
import { minuteId } from '@shared/domain/note.ts'
import { participantId } from '@shared/domain/participant.ts'
import { displayName, formatName, personName } from '@shared/domain/person-name.ts'
import { isReviewed, LANGUAGES, localDateTime, readFields, requiredText, text, zone } from '@shared/domain/record.ts'
import { children, isKind, KINDS, tables } from '@shared/domain/tables.ts'
import { NEVER } from '@shared/sync/stamp.ts'

const ID = '11111111-1111-4111-8111-111111111111'
const head = { id: ID, scope: ID }
const said = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value: value as never, stamp: NEVER, bases: [] }]))
const meeting = (id: string, fields: Record<string, unknown>): Meeting => readFields(tables.meeting, { id, scope: ID }, said(fields))
const commitment = (fields: Record<string, unknown>): Commitment => readFields(tables.commitment, head, said(fields))

describe('A record as screens read it', () => {
  test('has every field, null where nothing was said or where this version cannot read what was', () => {
    const agreement = readFields(tables.agreement, head, said({ text: 'words', status: 'celebrated', unknownField: 1 }))
    expect(agreement).toMatchObject({ id: ID, text: 'words', status: null, amount: null })
    expect(Object.keys(agreement).sort()).toEqual(['id', 'scope', ...Object.keys(tables.agreement)].sort())
  })
})

describe('The list of kinds', () => {
  test('names what goes with its owner by fields that exist', () => {
    for (const { kind, field } of Object.values(children).flat()) expect(Object.keys(tables[kind]), `${kind}.${field}`).toContain(field)
    expect(KINDS.every(isKind)).toBe(true)
    expect([isKind('toString'), isKind('__proto__'), isKind('minutes')]).toEqual([false, false, false])
  })

  test('has the words for review that two versions wait for: of agreements, commitments and meetings', () => {
    const reviewedOf = (kind: keyof typeof tables): string[] =>
      Object.entries(tables[kind])
        .filter(([, schema]) => isReviewed(schema))
        .map(([field]) => field)
    expect(reviewedOf('agreement')).toEqual(['text', 'status', 'steps', 'amount', 'window', 'isShareable'])
    expect(reviewedOf('commitment')).toEqual(['status', 'window', 'owner', 'isShareable'])
    expect(reviewedOf('meeting')).toEqual(['start', 'end', 'zone', 'place'])
    expect(KINDS.filter((kind) => !['agreement', 'commitment', 'meeting'].includes(kind)).flatMap(reviewedOf)).toEqual([])
  })

  test('gives links and minutes ids made from their ends, each kind its own', () => {
    const ids = [
      participantId('m', 'c'),
      minuteId('m'),
      linkId('meetingOrganization', 'm', 'c'),
      linkId('agreementOrganization', 'm', 'c'),
      linkId('agreementProgramme', 'm', 'c'),
    ]
    expect(new Set(ids).size).toBe(ids.length)
    expect(linkId('meetingOrganization', 'm', 'o')).toBe(linkId('meetingOrganization', 'm', 'o'))
  })
})

describe('Meetings', () => {
  test('stand by date, those without one last, then by title, then by id', () => {
    const list = [
      meeting('4', { title: 'A' }),
      meeting('3', { title: 'B', start: '2025-03-06T09:00' }),
      meeting('2', { title: 'A', start: '2025-03-06T09:00' }),
      meeting('1', { title: 'Z', start: '2025-03-05T09:00' }),
      meeting('5', { title: 'A' }),
    ]
    expect(list.sort(compareMeetings).map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('end after they start', () => {
    expect(meetingTimesProblem({ start: '2025-03-05T10:00', end: '2025-03-05T10:00' })).toBe('ends-before-start')
    expect(meetingTimesProblem({ start: '2025-03-05T10:00', end: '2025-03-05T10:30' })).toBeUndefined()
    expect(meetingTimesProblem({ start: '2025-03-05T10:00' })).toBeUndefined()
  })
})

describe('Commitments and agreements', () => {
  const window = { words: 'by the end of April', edtf: '2025-04' }

  test('a commitment is overdue after its last day while it is open, with or without a status', () => {
    expect([isOverdue(commitment({ window, status: 'open' }), '2025-05-01'), isOverdue(commitment({ window }), '2025-05-01')]).toEqual([
      true,
      true,
    ])
    expect([
      isOverdue(commitment({ window, status: 'done' }), '2025-05-01'),
      isOverdue(commitment({ window, status: 'open' }), '2025-04-30'),
    ]).toEqual([false, false])
  })

  test('an agreement is closed when it is done, dropped or replaced', () => {
    expect(AGREEMENT_STATUSES.filter(isClosedStatus)).toEqual(['done', 'dropped', 'replaced'])
    expect(isClosedStatus(null)).toBe(false)
  })
})

describe('A name', () => {
  const names = { native: { family: '佐藤', given: '翔' }, latin: { family: 'Sato', given: 'Sho' } }

  test('is shown in the script of its readers, family name first except in English', () => {
    expect(LANGUAGES.map((language) => displayName(names, language))).toEqual(['Sho Sato', 'Sato Sho', 'Sato Sho', 'Sato Sho', '佐藤 翔'])
    expect(displayName({ cyrillic: { full: 'Делегат А' } }, 'ja')).toBe('Делегат А')
    expect(displayName({}, 'en')).toBe('')
  })

  test('that nobody has split stands as it is, and one that says nothing is none', () => {
    expect(formatName({ full: 'Sho Sato' }, 'family-first')).toBe('Sho Sato')
    expect([
      personName.safeParse({}).success,
      personName.safeParse({ family: ' ' }).success,
      personName.safeParse({ given: 'Sho' }).success,
    ]).toEqual([false, false, true])
  })
})

describe('Words, times and zones', () => {
  test('text is refused when no store can hold it or it is too long; required text says something', () => {
    expect([
      text().safeParse('a\u0000').error?.issues[0]?.message,
      text(2).safeParse('abc').error?.issues[0]?.message,
      requiredText().safeParse(' \n').error?.issues[0]?.message,
    ]).toEqual(['not-storable', 'too-long', 'required'])
  })

  test('a local time has minutes and no zone; a zone has a name', () => {
    expect(
      ['2025-03-05T24:00', '2025-03-05T10:60', '2025-03-05', '2025-03-05T10:00Z'].map((one) => localDateTime.safeParse(one).success),
    ).toEqual([false, false, false, false])
    expect(['Asia/Tokyo', 'America/Argentina/Buenos_Aires', 'UTC', 'Asia Tokyo', ''].map((one) => zone.safeParse(one).success)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

test('The words of a note are one line a block, in lists and tables too', () => {
  const line = (words: string) => ({ type: 'paragraph' as const, content: [{ type: 'text' as const, text: words }] })
  const body = noteBody.parse({
    bodySchema: 1,
    blocks: [
      { type: 'heading', level: 2, content: [{ type: 'text', text: 'Settled' }] },
      { type: 'list', ordered: false, items: [[line('one')], [line('two'), line('more')]] },
      { type: 'quote', blocks: [line('said')] },
      { type: 'rule' },
      { type: 'table', rows: [[{ blocks: [line('a')] }, { blocks: [line('b')] }]] },
      { type: 'paragraph', content: [{ type: 'text', text: 'x' }, { type: 'break' }, { type: 'text', text: 'y' }] },
    ],
  })
  expect(plainText(body)).toBe('Settled\none\ntwo\nmore\nsaid\n\na\tb\nx\ny')
})
