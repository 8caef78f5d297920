import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { REFRESH_TIME, type Opened } from './sessions.ts'

/** The prefix makes browsers refuse it unless it is Secure, for this host alone and for the whole path. */
const REFRESH_COOKIE = '__Host-safarnoma'
/** Chromium takes Secure cookies from http://127.0.0.1 too. */
const OPTIONS = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const

/** Hands the refresh token over where the page asked for it. */
export function handOver(reply: FastifyReply, opened: Opened, keepIn: 'cookie' | 'body'): ReplyOf<'signIn'> {
  if (keepIn === 'body') return { ...opened.reply, refreshToken: opened.refreshToken }
  reply.setCookie(REFRESH_COOKIE, opened.refreshToken, { ...OPTIONS, maxAge: REFRESH_TIME / 1_000 })
  return opened.reply
}

export const clearRefreshCookie = (reply: FastifyReply): void => {
  reply.clearCookie(REFRESH_COOKIE, OPTIONS)
}

/** The cookie, unless another site's page sent the request. */
export function readRefreshCookie(request: FastifyRequest): string | null {
  return isFromOwnPage(request) ? (request.cookies[REFRESH_COOKIE] ?? null) : null
}

/** SameSite and the protocol's header stop other sites already; this is the third wall. */
export function isFromOwnPage(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = request.headers
  return origin === undefined || hostOf(origin) === request.host
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
