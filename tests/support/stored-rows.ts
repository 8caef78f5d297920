import type { Page } from '@playwright/test'

/** What lies on the disk of one table, as one text. */
export const storedRows = (page: Page, table: 'drafts' | 'meta'): Promise<string> =>
  page.evaluate(async (name) => {
    const opened = indexedDB.open('safarnoma')
    await new Promise((resolve) => opened.addEventListener('success', resolve))
    const rows = opened.result.transaction(name).objectStore(name).getAll()
    await new Promise((resolve) => rows.addEventListener('success', resolve))
    opened.result.close()
    return (rows.result as { body: Uint8Array }[]).map(({ body }) => new TextDecoder().decode(body)).join('\n')
  }, table)
