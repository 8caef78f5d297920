/** Tabler icons beside body text, in side lists and on buttons without words. */
export const ICON = { size: 16, stroke: 1.6, 'aria-hidden': true } as const
/** Tabler icons inside buttons, receipts and meta lines. */
export const SMALL_ICON = { size: 14, stroke: 1.7, 'aria-hidden': true } as const
