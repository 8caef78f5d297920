import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@shared/domain/record.ts'
import { briefLabelsOf } from '@memos/labels/brief/brief-labels-of.ts'
import { labelsOf } from '@memos/labels/labels-of.ts'
import { letterPhrasesOf } from '@memos/labels/letter/letter-phrases-of.ts'
import { TO_REVIEW } from '@memos/labels/review.ts'
import { SOURCES } from '@memos/labels/sources.ts'

/** What a table says of itself or of its layout, in no words. */
const NO_PHRASE = [
  'language',
  'settlesFirst',
  'letter.language',
  'letter.form',
  'letter.addresseeAt',
  'letter.salutationAt',
  'brief.language',
]

/** Every phrase of a language by its place, `heading.summary`, `letter.thanks`; zones are names that anybody may add. */
function phrases(language: Language): string[] {
  const tables = { ...labelsOf(language), letter: letterPhrasesOf(language), brief: briefLabelsOf(language) }
  const names = namesIn(tables, '').map((name) => name.replace(/^time\.zone\..*/, 'time.zone'))
  return [...new Set(names)].filter((name) => !NO_PHRASE.includes(name))
}

const namesIn = (value: unknown, path: string): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => namesIn(inner, path === '' ? name : `${path}.${name}`))
    : [path]

const toReview = new Set(Object.entries(TO_REVIEW).flatMap(([group, names]) => names.map((name) => `${group}.${name}`)))

describe('every phrase of a document', () => {
  test.each(LANGUAGES)('in %s has its source, or is marked for the review of a native speaker', (language) => {
    expect(phrases(language).length).toBeGreaterThan(190)
    expect(phrases(language).filter((name) => SOURCES[language][name] === undefined && !toReview.has(name))).toEqual([])
  })

  test('is marked only while a phrase of that name is there and has no source in some language', () => {
    const known = new Set(LANGUAGES.flatMap(phrases))
    expect([...toReview].filter((name) => !known.has(name))).toEqual([])
    expect([...toReview].filter((name) => LANGUAGES.every((language) => SOURCES[language][name] !== undefined))).toEqual([])
    expect(LANGUAGES.flatMap((language) => Object.keys(SOURCES[language]).filter((name) => !known.has(name)))).toEqual([])
  })
})

test('No document is written by the tables of a system, which differ from one to the next', () => {
  const files = readdirSync('src/memos', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(80)
  expect(
    files.filter((name) => /\bIntl\.|toLocale(?:String|Date|Time|Upper|Lower)/.test(readFileSync(join('src/memos', name), 'utf8'))),
  ).toEqual([])
})
