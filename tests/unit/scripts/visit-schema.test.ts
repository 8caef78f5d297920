import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { visitSchemaText } from '../../../scripts/visit-schema.ts'

const resource = (path: string): string => readFileSync(new URL(`../../../resources/${path}`, import.meta.url), 'utf8')

test('The published schema of visit files is the one that the program reads with', () => {
  expect(visitSchemaText()).toBe(resource('schema/visit-file.schema.json'))
})

test('The schema knows every property of the sample, and only the two that must be there are required', () => {
  const schema = JSON.parse(visitSchemaText()) as { properties: object; required: string[]; additionalProperties: boolean }
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(Object.keys(JSON.parse(resource('samples/tokyo-2025.visit.json')) as object)),
  )
  expect(schema.required).toEqual(['safarnoma', 'visit'])
  expect(schema.additionalProperties).toBe(false)
})
