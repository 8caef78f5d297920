import { zipSync, type Zippable } from 'fflate'

/** Readers of Word files look for these two first. */
export const FIRST_PARTS = ['[Content_Types].xml', '_rels/.rels']

/** A zip whose bytes depend on names and contents alone: sorted, of one date, whatever the clock and the time zone. */
export function fixedZip(parts: Readonly<Record<string, Uint8Array>>, level: 0 | 9 = 9): Uint8Array<ArrayBuffer> {
  const names = [...FIRST_PARTS, ...Object.keys(parts).sort()].filter((name, index, all) => all.indexOf(name) === index)
  // Local parts of the date, because the format stores local time: the same bytes in every zone.
  const options = { level, mtime: new Date(1980, 0, 1), os: 0 } as const
  const entries: Zippable = {}
  for (const name of names) {
    const bytes = parts[name]
    if (bytes !== undefined) entries[name] = [bytes, options]
  }
  return zipSync(entries)
}
