export type ScannedElement = { readonly name: string; readonly attributes: ReadonlyMap<string, string> }

const TAG = /<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const REFERENCE = /&(?:#x?[\da-f]+|amp|lt|gt|quot|apos);/gi
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The start tags of an XML text with their local names and decoded attributes: enough to look for what must not be there. */
export function* elementsOf(xml: string): Generator<ScannedElement> {
  for (const [, , name = '', attributes = ''] of xml.matchAll(TAG)) {
    yield {
      name,
      attributes: new Map([...attributes.matchAll(ATTRIBUTE)].map(([, key = '', one, other]) => [key, decoded(one ?? other ?? '')])),
    }
  }
}

/** Character references spelt out: they would hide a word from whoever looks for it. */
export const decoded = (text: string): string =>
  text.replace(REFERENCE, (whole) => {
    const name = whole.slice(1, -1).toLowerCase()
    if (!name.startsWith('#')) return NAMED[name] ?? whole
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
