import { expect, test } from 'vitest'
import { closedDialog, isInFront, openedDialog, watchFront } from '../../../../src/renderer/ui/open-dialogs.ts'

test('of dialogs over each other the one that came last is in front; the key that closes it closes no other, and the next key is for the one behind', () => {
  const page = new EventTarget()
  const end = watchFront(page)
  const key = (): void => void page.dispatchEvent(new Event('keydown'))
  const [form, question] = [Symbol('form'), Symbol('question')]
  openedDialog(form)
  openedDialog(question)
  key()
  expect([form, question].map(isInFront)).toEqual([false, true])
  closedDialog(question)
  // The form hears the same key after the question.
  expect(isInFront(form)).toBe(false)
  key()
  expect(isInFront(form)).toBe(true)
  closedDialog(form)
  // A question is ended by its answer and once more by going away.
  closedDialog(form)
  openedDialog(question)
  page.dispatchEvent(new Event('click'))
  expect([form, question].map(isInFront)).toEqual([false, true])
  closedDialog(question)
  end()
  openedDialog(form)
  key()
  expect(isInFront(form)).toBe(false)
  closedDialog(form)
})
