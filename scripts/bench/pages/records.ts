import type { Change } from '../../../src/renderer/db/write.ts'

const WORDS =
  'meeting ministry programme agreement training outsourcing review region design animation robotics partner technical annex opening office'.split(
    ' ',
  )

/** Agreements of about the size that people write, the same in every run. */
export function agreementChanges(count: number, from = 0): Change[] {
  return Array.from({ length: count }, (_, offset) => {
    const n = from + offset
    return {
      type: 'set',
      kind: 'agreement',
      id: `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      fields: {
        text: words(n, 12),
        details: words(n + 7, 40),
        status: 'agreed-orally',
        steps: [{ status: 'agreed-orally', day: '2025-03-05', saidBy: words(n + 3, 2) }],
        window: { words: 'between March and April', edtf: '2025-03/2025-04' },
        owner: words(n + 5, 3),
      },
    }
  })
}

const words = (seed: number, count: number): string =>
  Array.from({ length: count }, (_, index) => WORDS[(seed * 7 + index * 13) % WORDS.length]).join(' ')

export const START_VISIT = '11111111-1111-4111-8111-111111111111'
export const START_MEETING = '33333333-3333-4333-8333-333333333333'

/** The visit that the records belong to, with one meeting to write notes in. */
export const startChanges = (meetingId: string): Change[] => [
  {
    type: 'set',
    kind: 'visit',
    id: START_VISIT,
    fields: { title: 'Bench visit', city: 'Tokyo', zone: 'Asia/Tokyo', startDay: '2025-03-03', endDay: '2025-03-07' },
  },
  { type: 'set', kind: 'meeting', id: meetingId, fields: { title: 'Bench meeting', state: 'planned', start: '2025-03-05T10:00' } },
]
