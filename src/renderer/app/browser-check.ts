type BrowserFacts = { readonly userAgent: string; readonly userAgentData?: { readonly brands: readonly { readonly brand: string }[] } }

/**
 * Whether the page may open: only Chromium-based browsers store durably in the way that is tested (settled pages).
 * Any other browser gets a page that says so, and nothing of it is touched.
 */
export function isSupportedBrowser(browser: BrowserFacts): boolean {
  if (browser.userAgentData) return browser.userAgentData.brands.some(({ brand }) => brand === 'Chromium')
  return /\bChrom(e|ium)\/\d+/.test(browser.userAgent)
}
