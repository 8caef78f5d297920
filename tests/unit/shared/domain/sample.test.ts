import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { windowBounds } from '@shared/domain/due-window.ts'
import { plainText } from '@shared/domain/note-body.ts'
import { visitFileToRecords } from '@shared/domain/visit-file-records.ts'
import { parseVisitFileText, visitFileText } from '@shared/domain/visit-file-text.ts'

const text = readFileSync(new URL('../../../../resources/samples/tokyo-2025.visit.json', import.meta.url), 'utf8')
const parsed = parseVisitFileText(text)
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
const { file } = parsed

/** Counterpart -> organization, and what came out: agreements that were settled, ideas that were talked about, promises. */
const MEETINGS: Readonly<Record<string, { with: string; settled: number; floated: number; promises: number }>> = {
  METI: { with: 'meti', settled: 2, floated: 0, promises: 1 },
  'METI, Department of Culture and Creative Industries': { with: 'meti-culture', settled: 0, floated: 2, promises: 0 },
  'Daiwa House': { with: 'daiwa-house', settled: 0, floated: 2, promises: 1 },
  JETRO: { with: 'jetro', settled: 0, floated: 2, promises: 0 },
  Zeroboard: { with: 'zeroboard', settled: 0, floated: 1, promises: 0 },
  JVTA: { with: 'jvta', settled: 1, floated: 0, promises: 0 },
  'My Navi Central Europe': { with: 'my-navi-ce', settled: 1, floated: 0, promises: 1 },
  'Tokyo International Professional University of Technology': { with: 'iput', settled: 2, floated: 0, promises: 0 },
  'Kyoto Seika University': { with: 'kyoto-seika', settled: 2, floated: 0, promises: 0 },
  IGDA: { with: 'igda', settled: 2, floated: 0, promises: 0 },
  'IGDA, chairman': { with: 'igda', settled: 0, floated: 2, promises: 0 },
  AJA: { with: 'aja', settled: 0, floated: 2, promises: 0 },
  'University of Tsukuba': { with: 'tsukuba', settled: 0, floated: 2, promises: 0 },
  MIC: { with: 'mic', settled: 3, floated: 0, promises: 2 },
  'Digital Knowledge': { with: 'digital-knowledge', settled: 2, floated: 0, promises: 1 },
  'Pole-to-Win': { with: 'pole-to-win', settled: 2, floated: 0, promises: 1 },
  'A1 Japan': { with: 'a1-japan', settled: 0, floated: 1, promises: 0 },
  CosmoWinds: { with: 'cosmowinds', settled: 0, floated: 1, promises: 0 },
}

/** Programme -> the meetings whose agreements feed it. */
const FEEDS: Readonly<Record<string, readonly string[]>> = {
  'ict-week-2025': ['meti', 'mic'],
  'gamefest-2025': ['meti', 'igda-chairman', 'aja'],
  'april-outsourcing-conference': ['my-navi-ce', 'pole-to-win'],
  'expo-2025': ['igda-chairman', 'mic'],
  'cyber-university': ['tsukuba'],
  'it-park-office-japan': ['digital-knowledge'],
}

describe('The sample visit', () => {
  test('has the eighteen meetings, all held, none with a date or an order of its own', () => {
    expect(file.meetings.map((one) => one.title)).toEqual(Object.keys(MEETINGS))
    for (const meeting of file.meetings) {
      expect(meeting).toMatchObject({ state: 'held', organizations: [MEETINGS[meeting.title ?? '']?.with] })
      expect([meeting.start, meeting.end, meeting.movedFrom, meeting.place]).toEqual([undefined, undefined, undefined, undefined])
      expect(plainText(meeting.notes[0]?.body ?? { bodySchema: 1, blocks: [] }).length).toBeGreaterThan(30)
    }
    expect([file.id, file.visit.startDay, file.visit.endDay]).toEqual([undefined, undefined, undefined])
  })

  test.each(Object.entries(MEETINGS))('%s: agreements at their step and promises as the source has them', (title, expected) => {
    const key = file.meetings.find((one) => one.title === title)?.key
    const agreements = file.agreements.filter((one) => one.meeting === key)
    expect(agreements.map((one) => one.organizations)).toEqual(agreements.map(() => [expected.with]))
    expect(agreements.filter((one) => one.status === 'agreed-orally')).toHaveLength(expected.settled)
    expect(agreements.filter((one) => one.status === 'floated')).toHaveLength(expected.floated)
    expect(agreements).toHaveLength(expected.settled + expected.floated)
    for (const one of agreements) expect(one.steps).toEqual([{ status: one.status, day: null, saidBy: null }])
    const commitments = file.commitments.filter((one) => one.meeting === key)
    expect(commitments).toHaveLength(expected.promises)
    for (const one of commitments) expect(one).toMatchObject({ organization: expected.with, status: 'open' })
  })

  test('names two people with their posts: the head of the delegation in every meeting, the chairman in his', () => {
    expect(file.contacts).toMatchObject([
      {
        key: 'sakurai',
        side: 'ours',
        latin: { family: 'Sakurai', given: 'Akihiro' },
        posts: [{ title: 'Advisor to the Minister of Digital Technologies of Uzbekistan' }],
      },
      { key: 'sato', side: 'theirs', latin: { family: 'Sato', given: 'Sho' }, posts: [{ title: 'Chairman', organization: 'igda' }] },
    ])
    expect(file.contacts).toHaveLength(2)
    expect(file.visit.headContact).toBe('sakurai')
    for (const one of file.meetings) {
      expect(one.participants.map(({ contact }) => contact)).toEqual(one.title === 'IGDA, chairman' ? ['sakurai', 'sato'] : ['sakurai'])
    }
  })

  test('keeps spoken deadlines in their words, with what they mean', () => {
    const windows = Object.fromEntries(file.commitments.map((one) => [one.key, one.window ?? null]))
    expect(windows['daiwa-representative']).toEqual({ words: 'between March and April', edtf: '2025-03/2025-04' })
    expect(windowBounds(windows['daiwa-representative'] ?? null)).toEqual({ earliest: '2025-03-01', latest: '2025-04-30' })
    expect(windows['my-navi-presentation']?.edtf).toBe('2025-04')
    expect(windows['pole-to-win-conference']).toEqual({ words: 'in April', edtf: '2025-04' })
    expect(file.commitments.filter((one) => one.direction === 'we-owe').map((one) => one.key)).toEqual(['digital-knowledge-opening'])
    expect(file.commitments).toHaveLength(7)
  })

  test('links agreements to the six programmes, and METI to its department', () => {
    const feeds = Object.fromEntries(
      file.programmes.map(({ key }) => [key, file.agreements.filter((one) => one.programmes.includes(key)).map((one) => one.meeting)]),
    )
    expect(feeds).toEqual(FEEDS)
    expect(file.organizations.filter((one) => one.parent !== undefined)).toMatchObject([{ key: 'meti-culture', parent: 'meti' }])
    expect(file.organizations).toHaveLength(17)
    for (const one of file.organizations) expect([one.type, one.shortName]).not.toContain(undefined)
  })

  test('asks no open questions, for the source has none', () => {
    expect(file.meetings.flatMap((one) => one.openQuestions)).toEqual([])
  })

  test('is written as the program writes files, and gives a new visit each time it is loaded', () => {
    expect(visitFileText(file)).toBe(text)
    let drawn = 0
    const newId = (): string => `00000000-0000-4000-8000-${String((drawn += 1)).padStart(12, '0')}`
    const first = visitFileToRecords(file, { newId, scope: newId() })
    const second = visitFileToRecords(file, { newId, scope: newId() })
    const ids = new Set(first.drafts.map(({ id }) => id))
    expect(second.drafts.filter(({ id }) => ids.has(id))).toEqual([])
    expect(first.noteBodies.size).toBe(18)
  })
})
