import { describe, expect, test } from 'vitest'
import { memoFileName } from '@memos/file-name.ts'
import { readOrder, type Order } from '../../../scripts/memos/order.ts'
import { requestsOf } from '../../../scripts/memos/requests.ts'
import { letterVisit } from '../../support/letter-fixtures.ts'

const NOTHING_BESIDE = { edits: undefined, earlier: [], attached: [] }
const orderOf = (...options: readonly string[]): Order => {
  const order = readOrder(['a.visit.json', '--out', 'out', ...options])
  if ('wrong' in order) throw new Error(order.wrong)
  return order
}
const namesOf = (...options: readonly string[]): string[] =>
  requestsOf(letterVisit(), orderOf(...options), NOTHING_BESIDE).map((request) => memoFileName(letterVisit(), request))

describe('what the command is asked for', () => {
  test('is every kind in English for our own side when nothing is said', () => {
    expect(orderOf()).toEqual({
      source: { path: 'a.visit.json' },
      out: 'out',
      kinds: ['memcon', 'report', 'register', 'letter', 'brief'],
      languages: ['en'],
      secondLanguage: undefined,
      audience: 'internal',
      preset: undefined,
      grouping: undefined,
      meeting: undefined,
      earlier: [],
      edits: undefined,
      isDraft: false,
      pageNumbers: false,
      letterhead: undefined,
      replaces: false,
    })
  })

  test('is taken from each option', () => {
    const said = [
      '--second-lang',
      'ja',
      '--preset',
      'road-map',
      '--group',
      'month',
      '--earlier',
      'b',
      '--earlier',
      'c',
      '--edits',
      'e.json',
    ]
    expect(orderOf('--lang', 'all', ...said, '--draft', '--page-numbers', '--letterhead', 'p.docx', '--replace')).toMatchObject({
      languages: ['en', 'uz-Latn', 'uz-Cyrl', 'ru', 'ja'],
      secondLanguage: 'ja',
      preset: 'road-map',
      grouping: 'month',
      earlier: ['b', 'c'],
      edits: 'e.json',
      isDraft: true,
      pageNumbers: true,
      letterhead: 'p.docx',
      replaces: true,
    })
    expect(orderOf('--meeting', '2')).toMatchObject({ meeting: 2, kinds: ['memcon', 'brief'] })
    expect(orderOf('--meeting', '2', '--kind', 'memcon')).toMatchObject({ meeting: 2, kinds: ['memcon'] })
    expect(readOrder(['--database', 'postgres://x', '--visit', 'v', '--version', '3', '--out', 'y'])).toMatchObject({
      source: { database: 'postgres://x', visit: 'v', version: 3 },
    })
  })

  test.each([
    [['x', '--audience', 'everybody'], 'There is no audience "everybody": internal, shared.'],
    [['x', '--kind', 'novel'], 'There is no kind "novel": memcon, report, register, letter, brief.'],
    [['x', '--lang', 'fr'], 'There is no language "fr": en, uz-Latn, uz-Cyrl, ru, ja, all.'],
    [['x', '--second-lang', 'all'], 'There is no language "all": en, uz-Latn, uz-Cyrl, ru, ja.'],
    [['x', '--second-lang', 'en'], 'The second language is the first one.'],
    [['x', '--preset', 'haiku'], 'There is no preset "haiku": memorandum, bayonnoma, zapis-besedy, gijiroku, register, road-map.'],
    [['x', '--preset', 'road-map', '--kind', 'memcon'], 'The preset "road-map" is none of a memcon.'],
    [['x', '--preset', 'gijiroku', '--kind', 'report'], 'The preset "gijiroku" is none of a report.'],
    [['x', '--group', 'colour'], 'There is no grouping "colour": organization, month.'],
    [['x', '--group', 'month', '--kind', 'letter'], '--group is for the register.'],
    [['x', '--meeting', '0'], '"0" is no number of a meeting: they are numbered from 1 on.'],
    [['x', '--meeting', '1', '--kind', 'report'], 'A report is not of one meeting: leave --meeting out.'],
    [['x', '--earlier', 'y', '--kind', 'memcon'], '--earlier is for briefs.'],
    [['x', '--page-numbers', '--kind', 'letter'], 'A letter has no contents: leave --page-numbers out.'],
    [['x', '--kind', 'brief', '--audience', 'shared'], 'A brief is for our own side alone.'],
    [['x', '--kind', 'letter', '--audience', 'internal'], 'A letter is for the other side; leave --audience out.'],
    [['x', 'z'], 'One visit file at a time, please: z is too much.'],
    [[], 'No visit file was named.'],
    [['--visit', 'v'], '--visit names a visit of a database: --database is missing.'],
    [['--database', 'd'], 'Which visit of the database? --visit ID is missing.'],
    [['x', '--database', 'd', '--visit', 'v'], 'Either a file or a database, not both: x is too much.'],
    [['--database', 'd', '--visit', 'v', '--version', 'last'], '"last" is no version: a number from 1 on is.'],
  ])('is refused of %j', (args, wrong) => {
    expect(readOrder([...args, '--out', 'y'])).toEqual({ wrong })
  })

  test('is refused without a folder, and of what Node does not know', () => {
    expect(readOrder(['x'])).toEqual({ wrong: 'The folder for the documents is missing: --out DIR.' })
    expect(readOrder(['x', '--colour'])).toEqual({ wrong: expect.stringContaining("Unknown option '--colour'") })
    expect(readOrder(['x', '--out'])).toEqual({ wrong: expect.stringContaining('--out') })
  })
})

describe('the documents that are asked for', () => {
  test('are a memcon a meeting, a letter an organization that was met, and one of each other kind', () => {
    expect(namesOf().map((name) => name.split('_').slice(1, 3).join(' '))).toEqual([
      'memcon 01-PIE',
      'memcon 03-PIE',
      'memcon 02-OC',
      'report all',
      'register all',
      'letter PIE',
      'brief all',
    ])
  })

  test('are the memo and the brief of one meeting alone, by its number in the visit', () => {
    expect(namesOf('--meeting', '2').map((name) => name.split('_').slice(1, 3).join(' '))).toEqual(['memcon 02-OC', 'brief 02-OC'])
    expect(namesOf('--meeting', '40')).toEqual([])
  })

  test('for the other side are without briefs, and all their names differ', () => {
    const names = [...namesOf('--lang', 'all'), ...namesOf('--lang', 'all', '--audience', 'shared', '--kind', 'memcon')]
    expect(new Set(names).size).toBe(names.length)
    expect(namesOf('--audience', 'shared').some((name) => name.includes('_brief'))).toBe(false)
  })

  test('carry what was said of the paper, and a preset only where it is one of theirs', () => {
    const edits = { title: 'Talks' }
    const [memcon, , , report, register] = requestsOf(letterVisit(), orderOf('--preset', 'road-map', '--draft'), {
      edits,
      earlier: [],
      attached: [],
    })
    expect(memcon).toEqual({ kind: 'memcon', language: 'en', audience: 'internal', meetingKey: 'first', isDraft: true, edits })
    expect(report).toMatchObject({ isDraft: true, edits })
    expect(register).toMatchObject({ preset: 'road-map' })
  })
})
