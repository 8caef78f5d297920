import { setupRequest } from '@shared/sync/protocol/sign-in.ts'

/** What the server will not take, said before it is asked: key of the catalogue, or undefined. */
export const accountProblem = (account: string): 'start.accountWrong' | undefined =>
  setupRequest.shape.account.safeParse(account.trim()).success ? undefined : 'start.accountWrong'

export const passwordProblem = (password: string): 'start.passwordShort' | undefined =>
  setupRequest.shape.password.safeParse(password).success ? undefined : 'start.passwordShort'
