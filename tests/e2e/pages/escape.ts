import { expect, type Locator, type Page } from '@playwright/test'

/** Esc in the dialog that is in front, and what comes next comes once it is gone: until then it covers the screen. */
export async function closeByEscape(page: Page, dialog: Locator = page.getByRole('dialog')): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
}
