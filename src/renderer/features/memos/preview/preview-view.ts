/** One strip of text for each section, or pages (fill-pages.ts). */
export const PREVIEW_VIEWS = ['pages', 'strip'] as const
export type PreviewView = (typeof PREVIEW_VIEWS)[number]
