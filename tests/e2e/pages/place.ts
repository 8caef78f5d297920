import type { Page } from '@playwright/test'

/** The path of the visit that the page is in, `/visit/ID`. */
export function visitPath(page: Page): string {
  const [path] = /\/visit\/[0-9a-f-]+/.exec(page.url()) ?? []
  if (path === undefined) throw new Error(`No visit in ${page.url()}`)
  return path
}
