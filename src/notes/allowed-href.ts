/** The longest address that a note body may carry (src/shared/domain/note-body.ts). */
const LONGEST = 2_000

/** Only https and mailto: a note travels between laptops, and no other address may be hidden behind its words. */
export function isAllowedHref(href: unknown): boolean {
  if (typeof href !== 'string' || href.length > LONGEST || /\s/.test(href)) return false
  if (/^mailto:[^@]+@[^@]+$/i.test(href)) return true
  return /^https:\/\/[^/?#]/i.test(href) && URL.canParse(href)
}

declare const URL: { canParse: (url: string) => boolean }
