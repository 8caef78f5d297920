import { expect, it } from 'vitest'
import { accountProblem, passwordProblem } from '../../../../src/renderer/features/first-start/set-up-rules.ts'

it('says before asking the server which accounts and passwords it will not take', () => {
  expect([accountProblem('a.delegate'), accountProblem(' desk '), accountProblem('ab'), accountProblem('a b c')]).toEqual([
    undefined,
    undefined,
    'start.accountWrong',
    'start.accountWrong',
  ])
  expect([passwordProblem('0123456789'), passwordProblem('012345678')]).toEqual([undefined, 'start.passwordShort'])
})
