import { describe, expect, test } from 'vitest'
import { CATALOGUES, findProblems, flatten } from '../../../../scripts/message-rules.mjs'

type Texts = Readonly<Record<string, string>>

const ENGLISH: Texts = {
  'a.title': 'Meetings',
  'a.count_one': '{{count}} meeting',
  'a.count_other': '{{count}} meetings',
  'a.state.held': 'held',
}
const OTHERS: Readonly<Record<string, Texts>> = {
  'uz-Latn': { 'a.title': 'Uchrashuvlar', 'a.count_one': '{{count}} ta', 'a.count_other': '{{count}} ta', 'a.state.held': 'oʻtkazildi' },
  'uz-Cyrl': { 'a.title': 'Учрашувлар', 'a.count_one': '{{count}} та', 'a.count_other': '{{count}} та', 'a.state.held': 'ўтказилди' },
  ru: {
    'a.title': 'Встречи',
    'a.count_one': '{{count}} встреча',
    'a.count_few': '{{count}} встречи',
    'a.count_many': '{{count}} встреч',
    'a.count_other': '{{count}} встречи',
    'a.state.held': 'проведена',
  },
  ja: { 'a.title': '面談', 'a.count_other': '面談{{count}}件', 'a.state.held': '終了' },
}
const USED = { path: 'page.tsx', text: "export const Page = () => <p>{t('a.title')}{t('a.count', { count })}{t(`a.state.${state}`)}</p>" }

/** The problems of catalogues with one text changed or, when it is undefined, taken away. */
function problemsWith(language: string, change: Readonly<Record<string, string | undefined>>, sources = [USED]): readonly string[] {
  const catalogues = CATALOGUES.map((one) => {
    const texts: Record<string, string | undefined> = { ...(one.language === 'en' ? ENGLISH : OTHERS[one.language]) }
    if (one.language === language) Object.assign(texts, change)
    const messages = new Map(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined))
    return { language: one.language, messages }
  })
  return findProblems(catalogues, sources)
}
const problemsOf = (text: string): readonly string[] => problemsWith('en', {}, [USED, { path: 'planted.tsx', text }])

describe('the check of the catalogues', () => {
  test('five whole catalogues that are used have no problem', () => {
    expect(problemsWith('en', {})).toEqual([])
  })

  test('a key that one language lacks is named', () => {
    expect(problemsWith('uz-Cyrl', { 'a.title': undefined })).toEqual(['uz-Cyrl: "a.title" is missing'])
  })

  test('a key that one language alone has is named', () => {
    expect(problemsWith('ja', { 'a.extra': '余分' })).toEqual(['ja: "a.extra" is in no other catalogue'])
  })

  test('a plural without a category of its language is named', () => {
    expect(problemsWith('ru', { 'a.count_few': undefined })[0]).toContain('the language has few, many, one, other')
  })

  test('a plural with a category that its language does not have is named', () => {
    expect(problemsWith('ja', { 'a.count_one': '{{count}}' })[0]).toContain('the language has other')
  })

  test('a placeholder that differs from English is named', () => {
    expect(problemsWith('ru', { 'a.title': 'Встречи {{when}}' })[0]).toContain('[{{when}}]')
    expect(problemsWith('ja', { 'a.count_other': '面談' })[0]).toContain('English has [{{count}}]')
  })

  test('an empty text is named', () => {
    expect(problemsWith('ru', { 'a.title': ' ' })).toEqual(['ru: "a.title" is empty'])
  })

  test('Uzbek with a typewriter apostrophe is named', () => {
    expect(problemsWith('uz-Latn', { 'a.state.held': "o'tkazildi" })[0]).toContain('U+02BB')
  })

  test('a typewriter apostrophe in a word is named in every language', () => {
    expect(problemsWith('en', { 'a.title': "the laptop's visits" })).toEqual(['en: "a.title" has a typewriter\'s apostrophe'])
  })

  test("the program's name in Latin letters among Cyrillic ones is named", () => {
    expect(problemsWith('uz-Cyrl', { 'a.title': 'Safarnomaни янгиланг' })).toEqual([
      'uz-Cyrl: "a.title" has the program\'s name in Latin letters',
    ])
  })

  test('a key that no source uses is named, one inside a template is not', () => {
    expect(problemsWith('en', {}, [{ path: 'page.tsx', text: "t('a.title'); t(`a.state.${state}`)" }])).toEqual([
      '"a.count" is used nowhere',
    ])
  })

  test.each([
    ['text between tags', '<p>Not translated</p>'],
    ['a text in braces', "<p>{'Not translated'}</p>"],
    ['one branch of a condition', "<p>{isOpen ? t('a.title') : 'Closed'}</p>"],
    ['an attribute', '<input placeholder="Name" />'],
    ['a label for voices', '<button aria-label="Close" />'],
    ['a template', '<img alt={`Card of ${name}`} />'],
    ['a property of an object', "const items = [{ key: 'a', label: 'Native' }]"],
  ])('words that are in no catalogue are named: %s', (_kind, code) => {
    expect(
      problemsOf(`export const planted = () => ${code.startsWith('const') ? 'null' : code}\n${code.startsWith('const') ? code : ''}`),
    ).toHaveLength(1)
  })

  test('signs, addresses, class names and keys are not words', () => {
    expect(
      problemsOf('export const a = () => <p className="row" title={t(\'a.title\')}>{" · "}!</p>; const b = { label: "a.title" }'),
    ).toEqual([])
  })

  test('a catalogue is flattened to the keys that code names', () => {
    expect(flatten({ a: { b: { c: 'x' } } })).toEqual([['a.b.c', 'x']])
  })
})
