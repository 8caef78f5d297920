import { describe, expect, test } from 'vitest'
import { parseVisitFile } from '@shared/domain/visit-file.ts'
import { parseVisitFileText } from '@shared/domain/visit-file-text.ts'

const ID = '11111111-1111-4111-8111-111111111111'
const minimal = { safarnoma: 1, visit: { title: 'Visit' } }
const problemsOf = (text: string): string[] => {
  const parsed = parseVisitFileText(text)
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path}: ${code}`)
}
const problemsWith = (more: object): string[] => problemsOf(JSON.stringify({ ...minimal, ...more }))
const note = (extra: object = {}) => ({ key: 'n', body: { bodySchema: 1, blocks: [] }, ...extra })
const organizations = (...keys: string[]) => keys.map((key) => ({ key, name: key }))
const nested = (depth: number): string => '[{"type":"quote","blocks":'.repeat(depth) + '[]' + '}]'.repeat(depth)

describe('A visit file is read whole or not at all', () => {
  test('and the least one has a format and a visit', () => {
    expect(problemsOf(JSON.stringify(minimal))).toEqual([])
    expect(problemsOf(`\uFEFF${JSON.stringify(minimal)}`)).toEqual([])
  })

  test.each([
    ['text that is no JSON', '{"safarnoma": 1,', [': not-json']],
    ['an empty file', '', [': not-json']],
    ['JSON that is no visit file', '[1, 2]', [': not-a-visit-file']],
    ['a format as text', '{"safarnoma":"1","visit":{}}', [': not-a-visit-file']],
    ['a file of a later version, without more complaints', '{"safarnoma":2,"visit":{},"trains":[]}', ['safarnoma: newer-format']],
    ['no visit', '{"safarnoma":1}', ['visit: missing']],
    ['a property given twice', '{"safarnoma":1,"visit":{"title":"a","title":"b"}}', ['visit.title: property-twice']],
    [
      'a property given twice by way of an escape',
      '{"safarnoma":1,"visit":{"title":"a","t\\u0069tle":"b"}}',
      ['visit.title: property-twice'],
    ],
    ['the prototype', '{"safarnoma":1,"visit":{"title":"a","__proto__":{"polluted":1}}}', ['visit.__proto__: unknown-field']],
    ['a prototype at the top', '{"__proto__":{"polluted":1},"safarnoma":1,"visit":{}}', ['__proto__: unknown-field']],
    ['a constructor', '{"safarnoma":1,"visit":{"constructor":{"prototype":{}}}}', ['visit.constructor: unknown-field']],
    ['half a character', '{"safarnoma":1,"visit":{"title":"\\ud800"}}', ['visit.title: not-storable']],
    ['U+0000', '{"safarnoma":1,"visit":{"title":"a\\u0000"}}', ['visit.title: not-storable']],
    ['a bomb of brackets', '['.repeat(100_000), [': too-deep']],
    ['a well-formed bomb', `{"safarnoma":1,"visit":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, [': too-deep']],
  ])('%s is refused by its place', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test.each<[string, object, string[]]>([
    ['an unknown list', { trains: [] }, ['trains: unknown-field']],
    ['an unknown field', { meetings: [{ key: 'm', titel: 'METI' }] }, ['meetings[0].titel: unknown-field']],
    [
      'an unknown field inside a window',
      { commitments: [{ key: 'c', window: { words: 'soon', edtf: null, tone: 'firm' } }] },
      ['commitments[0].window.tone: unknown-field'],
    ],
    ['a wrong value', { meetings: [{ key: 'a' }, { key: 'b', state: 'done' }] }, ['meetings[1].state: wrong-value']],
    ['a wrong time', { meetings: [{ key: 'a', start: '5 March' }] }, ['meetings[0].start: not-a-time']],
    [
      'a wrong window',
      { programmes: [{ key: 'p', window: { words: 'in April', edtf: '2025-13' } }] },
      ['programmes[0].window.edtf: not-a-window'],
    ],
    ['a title of spaces', { visit: { title: '   ' } }, ['visit.title: required']],
    ['a missing key', { contacts: [{ side: 'ours' }] }, ['contacts[0].key: missing']],
    ['a key with spaces', { contacts: [{ key: 'the head' }] }, ['contacts[0].key: not-a-key']],
    ['an id that is none', { contacts: [{ key: 'a', id: '7' }] }, ['contacts[0].id: not-an-id']],
    [
      'a note of a later body',
      { meetings: [{ key: 'm', notes: [note({ body: { bodySchema: 2, blocks: [] } })] }] },
      ['meetings[0].notes[0].body.bodySchema: wrong-value'],
    ],
    [
      'half a character in a note',
      {
        meetings: [
          {
            key: 'm',
            notes: [note({ body: { bodySchema: 1, blocks: [{ type: 'paragraph', content: [{ type: 'text', text: '\udc00' }] }] } })],
          },
        ],
      },
      ['meetings[0].notes[0].body.blocks[0].content[0].text: not-storable'],
    ],
    ['a key used twice', { organizations: organizations('a', 'a') }, ['organizations[1].key: key-used-twice']],
    ['a key of nothing', { meetings: [{ key: 'm', organizations: ['a'] }] }, ['meetings[0].organizations[0]: key-not-found']],
    [
      'a relation said twice',
      { organizations: organizations('a'), meetings: [{ key: 'm', organizations: ['a', 'a'] }] },
      ['meetings[0].organizations[1]: listed-twice'],
    ],
    ['an id used twice', { id: ID, contacts: [{ key: 'a', id: ID }] }, ['contacts[0].id: id-used-twice']],
    [
      'an organization inside itself',
      {
        organizations: [
          { key: 'a', parent: 'b' },
          { key: 'b', parent: 'a' },
        ],
      },
      ['organizations[0].parent: parent-loop', 'organizations[1].parent: parent-loop'],
    ],
    [
      'a second minute',
      { meetings: [{ key: 'm', notes: [note({ role: 'minute' }), note({ key: 'o', role: 'minute' })] }] },
      ['meetings[0].notes[1].role: second-minute'],
    ],
    [
      'a minute with the id of a note',
      { meetings: [{ key: 'm', id: ID, notes: [note({ role: 'minute', id: '22222222-2222-4222-8222-222222222222' })] }] },
      ['meetings[0].notes[0].id: not-the-minutes-id'],
    ],
  ])('%s is refused by its path', (_, more, problems) => {
    expect(problemsWith(more)).toEqual(problems)
  })

  test('every problem is reported, not only the first', () => {
    expect(problemsWith({ trains: [], meetings: [{ key: 'm', titel: 'METI', state: 'done' }] })).toEqual(
      expect.arrayContaining(['trains: unknown-field', 'meetings[0].titel: unknown-field', 'meetings[0].state: wrong-value']),
    )
  })

  test('quotations nested as deep as anyone writes are fine, deeper ones are refused', () => {
    const withBlocks = (blocks: string): string =>
      `{"safarnoma":1,"visit":{},"meetings":[{"key":"m","notes":[{"key":"n","body":{"bodySchema":1,"blocks":${blocks}}}]}]}`
    expect(problemsOf(withBlocks(nested(20)))).toEqual([])
    expect(problemsOf(withBlocks(nested(200)))).toEqual([': too-deep'])
  })

  test('a value that did not come from text is held to the same depth', () => {
    const bomb: unknown = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)
    expect(parseVisitFile({ ...minimal, trains: bomb })).toMatchObject({ ok: false, problems: [{ code: 'too-deep' }] })
  })
})
