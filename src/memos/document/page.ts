import type { Language } from '@shared/domain/record.ts'

/*
 * Lengths are twips (1/20 point), text sizes half-points, as the format has them.
 * A4 stands as the exact numbers that Word writes: 210 mm would be rounded to 11905.
 */
export const A4 = { width: 11_906, height: 16_838 } as const
/** From the edge of the page to the header and the footer: 10 mm. */
export const EDGE = 567

const MM_20 = 1_134
/** Each language follows the papers of its ministries: Uzbek and Russian leave room to bind the page at the left. */
const MARGINS: Readonly<Record<Language, Margins>> = {
  en: { left: 1_417, right: MM_20, top: 1_417, bottom: MM_20 },
  'uz-Latn': { left: 1_701, right: 567, top: MM_20, bottom: MM_20 },
  'uz-Cyrl': { left: 1_701, right: 567, top: MM_20, bottom: MM_20 },
  ru: { left: 1_701, right: 567, top: MM_20, bottom: MM_20 },
  ja: { left: MM_20, right: MM_20, top: MM_20, bottom: MM_20 },
}
/** A page across, for the register; at the top it is bound. */
const ACROSS: Margins = { left: MM_20, right: MM_20, top: 1_417, bottom: MM_20 }

export type Margins = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
export type Orientation = 'portrait' | 'landscape'

export const marginsOf = (language: Language, orientation: Orientation): Margins =>
  orientation === 'portrait' ? MARGINS[language] : ACROSS

export function textWidthOf(language: Language, orientation: Orientation): number {
  const { left, right } = marginsOf(language, orientation)
  return (orientation === 'portrait' ? A4.width : A4.height) - left - right
}

/** Uzbek and Russian papers number their pages at the top from the second one on; the others at the foot, `n / N`. */
export const numbersAtTop = (language: Language): boolean => language === 'ru' || language === 'uz-Latn' || language === 'uz-Cyrl'
