import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

type Finding = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]

/**
 * What axe finds wrong with the whole page as it stands, by all of its rules. Where the page is one frame, nothing is put together from several in a page of
 * its own, and what is well is not described: both take axe several times as long as to look.
 */
export async function findingsOf(page: Page): Promise<Finding[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(page.frames().length === 1)
  return (await axe.analyze()).violations
}
