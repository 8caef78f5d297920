import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { Language } from '@shared/domain/record.ts'
import { LANGUAGES } from '@shared/domain/record.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import type { Memo, Part } from '@memos/content/memo.ts'
import { MEMCON_PRESETS, type AttachedFile, type Audience, type MemconPreset } from '@memos/content/request.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { lintDocx } from '../../support/docx-lint.ts'
import { validateDocx } from '../../support/docx-programs.ts'
import { FULL, letterhead } from '../../support/letterheads.ts'
import { JPEGS, METADATA, metadataWord, withMetadata } from '../../support/pictures.ts'
import { oneMeetingVisit, seventeenMeetingsVisit } from '../../support/visit-file-fixtures.ts'

const MEETING = '00000000-0000-4000-8000-000000000101'
const hash = (digit: string): string => digit.repeat(64)
const file = (id: string, more: Partial<AttachedFile>): AttachedFile => ({ id, name: `${id}.bin`, meetingId: MEETING, ...more })
const photo = (id: string, more: Partial<AttachedFile> = {}): AttachedFile =>
  file(id, { name: `${id}.jpg`, mediaType: 'image/jpeg', picture: { hash: hash('a'), bytes: JPEGS.baseline }, ...more })

const FILES: readonly AttachedFile[] = [
  file('b', { name: 'programme.pdf', mediaType: 'application/pdf', caption: 'Programme of ICT Week' }),
  file('a', { name: 'minutes.docx', mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }),
  photo('p', { caption: 'Before the talks' }),
  photo('q', { picture: { hash: hash('b'), bytes: withMetadata(JPEGS.progressive) } }),
]

type Asked = { readonly language?: Language; readonly audience?: Audience; readonly secondLanguage?: Language }
const request = (attached: readonly AttachedFile[], { language = 'en', audience = 'internal', ...more }: Asked = {}) =>
  ({ kind: 'report', language, audience, attached, ...more }) as const
const report = (attached: readonly AttachedFile[], asked?: Asked): Memo => memoContent(oneMeetingVisit(), request(attached, asked)).memo
const written = async (attached: readonly AttachedFile[], asked?: Asked) =>
  (await writeMemo({ ...request(attached, asked), file: oneMeetingVisit() })).bytes
const partsOf = ({ sections }: Memo): readonly Part[] => sections.flatMap(({ parts }) => parts)
const headings = (memo: Memo): string[] => partsOf(memo).flatMap((part) => (part.type === 'heading' && part.level === 1 ? [part.text] : []))
const photosOf = (memo: Memo) => partsOf(memo).find((part) => part.type === 'photos')?.photos ?? []
const tableOf = (memo: Memo) =>
  partsOf(memo).find((part) => part.type === 'table' && part.columns.some(({ heading }) => heading === 'Document')) as Extract<
    Part,
    { type: 'table' }
  >
const rowsOf = (memo: Memo): string[][] =>
  tableOf(memo).rows.map((row) => ('cells' in row ? row.cells.map((lines) => lines.map(({ text }) => text).join(' | ')) : []))
const media = (bytes: Uint8Array): string[] => Object.keys(unzipSync(bytes)).filter((name) => name.startsWith('word/media/'))
/** Everything in a document, unpacked. */
const inside = (bytes: Uint8Array): string =>
  Object.entries(unzipSync(bytes))
    .map(([name, part]) => name + Buffer.from(part).toString('latin1') + Buffer.from(part).toString('utf8'))
    .join('\n')

describe('the annexes of a report', () => {
  test('list documents with their kind, their meeting, who gave them and when', () => {
    const memo = report(FILES)
    expect(headings(memo).slice(-2)).toEqual(['Annex: documents received', 'Annex: photographs'])
    expect(tableOf(memo).columns.map(({ heading }) => heading)).toEqual(['No.', 'Document', 'Kind', 'Meeting', 'From', 'Date'])
    expect(rowsOf(memo)).toEqual([
      ['1', 'minutes.docx', 'text', 'Meeting 1', expect.stringContaining('METI'), '4\u00a0Mar\u00a02025'],
      ['2', 'Programme of ICT Week | programme.pdf', 'PDF', 'Meeting 1', expect.stringContaining('METI'), '4\u00a0Mar\u00a02025'],
    ])
  })

  test('say of each photo what it shows and of which meeting it is', () => {
    expect(photosOf(report(FILES)).map(({ lines }) => lines.map(({ text }) => text))).toEqual([
      ['1. Before the talks', 'METI, 4\u00a0Mar\u00a02025'],
      ['2. q.jpg', 'METI, 4\u00a0Mar\u00a02025'],
    ])
  })

  test('are not there when nothing is attached, and a column that nothing fills is not either', () => {
    expect(headings(report([]))).not.toContain('Annex: documents received')
    const memo = report([file('a', { meetingId: 'another visit' })])
    expect(tableOf(memo).columns.map(({ heading }) => heading)).toEqual(['No.', 'Document', 'Kind'])
    expect(photosOf(memo)).toEqual([])
  })

  test('find the meeting of what is attached to an agreement', () => {
    const visit = oneMeetingVisit()
    const agreements = visit.agreements.map((one) => ({ ...one, id: 'the agreement' }))
    const { memo } = memoContent({ ...visit, agreements }, request([{ id: 'a', name: 'a', agreementId: 'the agreement' }]))
    expect(rowsOf(memo)[0]).toContain('Meeting 1')
  })

  test('stand in the contents, and are numbered through in the order of the meetings', () => {
    const visit = seventeenMeetingsVisit()
    const ids = visit.meetings.map(({ id }) => id ?? '')
    const attached = [
      file('z', { meetingId: ids[0] ?? '' }),
      file('y', { meetingId: ids[4] ?? '' }),
      file('x', { meetingId: ids[4] ?? '' }),
    ]
    const { memo } = memoContent(visit, request(attached))
    const contents = partsOf(memo).find((part) => part.type === 'contents')
    expect(contents?.entries.map(({ text }) => text)).toContain('Annex: documents received')
    const names = rowsOf(memo).map(([, name]) => name)
    expect(names.indexOf('x.bin')).toBeLessThan(names.indexOf('y.bin'))
  })
})

describe('the attachments of a memcon', () => {
  const [first = '', other = ''] = seventeenMeetingsVisit().meetings.map(({ id }) => id ?? '')
  const attached = [
    file('b', { name: 'programme.pdf', caption: 'Programme of ICT Week', meetingId: first, isInternal: false }),
    photo('p', { meetingId: first }),
    file('o', { meetingId: other, isInternal: false }),
  ]
  const memcon = (preset: MemconPreset, audience: Audience = 'internal', language: Language = 'en') => {
    const visit = seventeenMeetingsVisit()
    return memoContent(visit, {
      kind: 'memcon',
      language,
      audience,
      preset,
      attached,
      meetingKey: visit.meetings[0]?.key ?? '',
      edits: { signatory: { name: 'A' } },
    })
  }
  const listedIn = (memo: Memo): readonly string[] => {
    const parts = partsOf(memo)
    const at = parts.findIndex((part) => part.type === 'heading' && part.text.endsWith('Attachments'))
    const list = at < 0 ? undefined : parts[at + 1]
    if (list?.type !== 'list') return []
    return list.items.map((item) => [...JSON.stringify(item).matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text).join(' | '))
  }

  test.each(MEMCON_PRESETS)('are those of its meeting, numbered, before the signatures of a %s', (preset) => {
    const { memo } = memcon(preset)
    expect(listedIn(memo)).toEqual(['p.jpg', 'Programme of ICT Week (programme.pdf)'])
    const parts = partsOf(memo)
    const at = parts.findIndex((part) => part.type === 'heading' && part.text.endsWith('Attachments'))
    expect(parts.findIndex(({ type }) => type === 'signature')).toBeGreaterThan(at)
    expect(memo.pictures?.size ?? 0).toBe(0)
  })

  test('are to the other side those that it may see, and the rest of the meeting is listed as held back', () => {
    const { memo, heldBack } = memcon('memorandum', 'shared')
    expect(listedIn(memo)).toEqual(['Programme of ICT Week (programme.pdf)'])
    expect(heldBack.filter(({ kind }) => kind === 'attachment').map(({ id }) => id)).toEqual(['p'])
  })

  test.each(LANGUAGES)('are a document that Word reads, in %s', async (language) => {
    const visit = seventeenMeetingsVisit()
    const meetingKey = visit.meetings[0]?.key ?? ''
    const { bytes } = await writeMemo({ kind: 'memcon', language, audience: 'internal', attached, meetingKey, file: visit })
    expect(lintDocx(bytes)).toEqual([])
    expect(media(bytes)).toEqual([])
    expect(inside(bytes)).toContain('Programme of ICT Week')
  })
})

describe('pictures in a document', () => {
  test.each(LANGUAGES)('are in it once each, in a file that Word reads, in %s', async (language) => {
    const bytes = await written([...FILES, photo('r')], { language })
    expect(media(bytes)).toHaveLength(2)
    expect(lintDocx(bytes)).toEqual([])
    if (language === 'ru') expect(await validateDocx(bytes, 'Office2019')).toEqual([])
  })

  test('carry nothing of where they were taken, nor does any other part', async () => {
    const words = inside(await written(FILES))
    for (const where of METADATA) expect(words).not.toContain(metadataWord(where))
  })

  test('give the same bytes whatever came before, in whatever order they were given', async () => {
    const once = await written(FILES)
    await written([photo('other')])
    expect(Buffer.from(await written(FILES.toReversed())).equals(once)).toBe(true)
  })

  test('are named where their bytes are not here or are none, and the record is the same', async () => {
    const withOut = FILES.map(({ picture, ...one }) =>
      picture === undefined ? one : one.id === 'p' ? { ...one, picture: { ...picture, bytes: Uint8Array.of(1, 2) } } : one,
    )
    const bytes = await written(withOut)
    expect(media(bytes)).toEqual([])
    expect(inside(bytes)).toContain('p.jpg (picture not included)')
    expect(inside(bytes)).toContain('q.jpg (picture not included)')
    expect(lintDocx(bytes)).toEqual([])
  })

  test('stand on a letterhead too, and beside each other in two languages', async () => {
    const paper = await letterhead({ body: FULL })
    const onPaper = await writeMemo({ ...request(FILES), file: oneMeetingVisit(), letterhead: paper })
    expect(media(onPaper.bytes)).toHaveLength(2)
    expect(lintDocx(onPaper.bytes, { isOnLetterhead: true })).toEqual([])
    const again = await writeMemo({ ...request(FILES), file: oneMeetingVisit(), letterhead: paper })
    expect(Buffer.from(again.bytes).equals(onPaper.bytes)).toBe(true)
    for (const where of METADATA) expect(inside(onPaper.bytes)).not.toContain(metadataWord(where))
    const inTwo = report(FILES, { secondLanguage: 'ru' })
    expect(photosOf(inTwo)[0]?.lines.map(({ text }) => text)).toEqual([
      '1. Before the talks',
      'METI, 4\u00a0Mar\u00a02025',
      'METI, 04.03.2025',
    ])
    expect(lintDocx(await written(FILES, { secondLanguage: 'ru' }))).toEqual([])
  })

  test('and names of files that somebody made to harm', async () => {
    const names = ['</w:t><w:br/>', '\u202Egpj.exe', '..\\..\\secret', `${'long'.repeat(63)}.pdf`, '{{body}}', '=1+1', 'a\u0000b\nc']
    const bytes = await written(names.map((name, index) => file(`f${index}`, { name })))
    expect(lintDocx(bytes, { allowLeftovers: true })).toEqual([])
    expect(inside(bytes)).not.toContain('\u202e')
    expect(await validateDocx(bytes, 'Microsoft365')).toEqual([])
  })
})

describe('a report for the other side', () => {
  const released = [
    photo('shown', { isInternal: false, caption: 'Shown' }),
    photo('undecided', { caption: 'ZqUndecidedCaption', picture: { hash: hash('c'), bytes: JPEGS.progressive } }),
    file('kept', { name: 'ZqKeptName.pdf', caption: 'ZqKeptCaption', isInternal: true }),
    file('given', { name: 'given.pdf', isInternal: false }),
  ]

  test('names and shows only what somebody said it may', async () => {
    const bytes = await written(released, { audience: 'shared' })
    expect(media(bytes)).toHaveLength(1)
    const words = inside(bytes)
    for (const word of ['ZqUndecidedCaption', 'undecided.jpg', 'ZqKeptName', 'ZqKeptCaption']) expect(words).not.toContain(word)
    expect(words).toContain('given.pdf')
  })

  test('lists the rest as held back, which one for our own side prints', () => {
    const { heldBack } = memoContent(oneMeetingVisit(), request(released, { audience: 'shared' }))
    expect(heldBack.filter(({ what }) => what === 'attachment')).toEqual([
      { what: 'attachment', why: 'internal', kind: 'attachment', id: 'undecided', path: 'attached[1]' },
      { what: 'attachment', why: 'internal', kind: 'attachment', id: 'kept', path: 'attached[2]' },
    ])
    expect(rowsOf(report(released))).toHaveLength(2)
    expect(photosOf(report(released))).toHaveLength(2)
  })
})
