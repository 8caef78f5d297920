import { succeed } from '@shared/lib/result.ts'
import { asDoor } from '../db/actor.ts'
import { writeAudit } from '../db/audit-repository.ts'
import type { Handlers } from '../http/serve-routes.ts'
import type { Services } from '../services.ts'
import { readPage, textOfPage } from './read-page.ts'

export const pullRoute = (services: Services): Pick<Handlers, 'pull'> => ({
  pull: async ({ caller, scope, body, ip }) => {
    const page = await readPage(services, caller.account, { scope, ...body })
    // A laptop that notices a restored server brings everything back: the check of a restored server waits for this (check/report.ts).
    if (page.ok && page.value.reset) {
      const event = { action: 'laptop-reconciled', account: caller.account, device: caller.device, scope } as const
      await asDoor(services.database, (tx) => writeAudit(tx, event, { at: services.now(), address: ip }))
    }
    return page.ok ? succeed(textOfPage(page.value)) : page
  },
})
