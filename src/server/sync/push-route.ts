import type { Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { storePush } from './push.ts'

export const pushRoute = (services: Services): Pick<Handlers, 'push'> => ({
  push: ({ caller, scope, body }) => storePush(services, caller, { scope, envelope: body }),
})
