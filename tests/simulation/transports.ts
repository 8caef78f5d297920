/**
 * How laptops reach the ministry. `memory`: its real code in this process on PGlite, without a socket and without row-level
 * security, for speed. `http-pglite`: over real HTTP on 127.0.0.1. `http-postgres`: over HTTP, three instances on PostgreSQL.
 */
export const TRANSPORTS = ['memory', 'http-pglite', 'http-postgres'] as const
export type Transport = (typeof TRANSPORTS)[number]

export const isTransport = (name: string): name is Transport => TRANSPORTS.some((transport) => transport === name)
