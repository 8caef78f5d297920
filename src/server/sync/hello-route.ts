import { succeed } from '@shared/lib/result.ts'
import { PROTOCOL_VERSION } from '@shared/sync/protocol.ts'
import { isSetUp } from '../db/access-repository.ts'
import { asDoor } from '../db/actor.ts'
import type { Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'

export const helloRoute = (services: Services): Pick<Handlers, 'hello'> => ({
  hello: async () => {
    const wasSetUp = await asDoor(services.database, isSetUp)
    return succeed({
      protocol: PROTOCOL_VERSION,
      version: services.version,
      needsSetup: !wasSetUp,
      signIn: { password: services.passwordSignIn, provider: services.provider?.name ?? null },
    })
  },
})
