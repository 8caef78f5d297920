import type { Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { storePush } from './push.ts'

export const pushRoute = (services: Services): Pick<Handlers, 'push'> => ({
  push: async ({ caller, scope, body }) => {
    const stored = await storePush(services, caller, { scope, envelope: body })
    if (stored.ok) services.onMoved()
    return stored
  },
})
