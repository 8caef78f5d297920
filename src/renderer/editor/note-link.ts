import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { isAllowedHref } from '../../notes/allowed-href.ts'

const SCHEME = /^[a-z][a-z0-9+.-]*:/i
const E_MAIL = /^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/
const HOST = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#].*)?$/u

/** What a person types as an address, made whole: `example.org` is a site, `a@example.org` an e-mail address. */
export function hrefOfTyped(typed: string): Result<string, 'link-not-allowed'> {
  const text = typed.trim()
  const href = SCHEME.test(text) && !HOST.test(text) ? text : E_MAIL.test(text) ? `mailto:${text}` : `https://${text}`
  const isAddress = SCHEME.test(text) || E_MAIL.test(text) || HOST.test(text)
  return isAddress && isAllowedHref(href) ? succeed(href) : fail('link-not-allowed')
}
