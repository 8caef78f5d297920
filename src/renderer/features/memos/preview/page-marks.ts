/** Stand for the number of a page and how many there are, until the pages are laid out: the library draws no fields. */
export const PAGE_MARK = '\ue010'
export const PAGES_MARK = '\ue011'
