import type { FastifyInstance } from 'fastify'
import type { Services } from '../services.ts'
import { sendError } from './errors.ts'

/** `/healthz`: this process answers. `/readyz`: its database does too. */
export function healthRoutes(app: FastifyInstance, services: Services): void {
  app.get('/healthz', () => ({ service: 'safarnoma', ok: true }))
  app.get('/readyz', async (request, reply) => {
    try {
      await services.database.transaction((tx) => tx.query('SELECT 1'))
      return { service: 'safarnoma', ok: true }
    } catch (error) {
      request.log.error({ err: error }, 'not ready')
      return sendError(reply, 'unavailable')
    }
  })
}
