import DOMPurify from 'dompurify'

/** The part of the browser's Trusted Types that is used here; TypeScript's own list has none. */
type Policies = {
  createPolicy(
    name: string,
    rules: {
      createHTML: (html: string) => string
      createScript: (script: string) => string | null
      createScriptURL: (url: string) => string | null
    },
  ): unknown
  readonly defaultPolicy?: unknown
}

const HAS_MARKUP = /<|&[#a-z]/i

/**
 * The page runs under `require-trusted-types-for 'script'`. One default policy decides about text that a library puts
 * into the page: plain text and style sheets pass, markup goes through DOMPurify, script addresses only of this origin,
 * scripts never. Does nothing where the browser has no Trusted Types or the policy is there already.
 */
export function installTrustedTypes(page: Window): void {
  const { trustedTypes } = page as Window & { readonly trustedTypes?: Policies }
  if (!trustedTypes || trustedTypes.defaultPolicy) return
  trustedTypes.createPolicy('default', {
    createHTML: (html) => (HAS_MARKUP.test(html) ? DOMPurify.sanitize(html) : html),
    createScript: () => null,
    createScriptURL: (url) => (isOwn(url, page.location) ? url : null),
  })
}

/** Compares scheme and host: `URL.origin` is "null" for the scheme of the desktop edition. */
function isOwn(url: string, { href, protocol, host }: Location): boolean {
  const target = new URL(url, href)
  return target.protocol === protocol && target.host === host
}
