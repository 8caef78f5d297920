import { expect, test } from 'vitest'
import { askedTodo } from '../../../../src/renderer/records/call-words.ts'

test('what a person asked for is never said to be tried again by itself, as sending is', () => {
  expect((['offline', 'unavailable', 'internal', 'sign-in-needed'] as const).map(askedTodo)).toEqual([
    'sync.asked.offline',
    'sync.asked.unavailable',
    'sync.asked.internal',
    'sync.asked.sign-in-needed',
  ])
})

test('what only the person can mend is said in the same words wherever it comes from', () => {
  expect(askedTodo('bad-credentials')).toBe('sync.todo.bad-credentials')
  expect(askedTodo('forbidden')).toBe('sync.todo.forbidden')
})
