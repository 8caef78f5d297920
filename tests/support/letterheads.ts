import { Document, Footer, Header, Packer, Paragraph, TextRun } from 'docx'
import { Deflate, unzipSync, zipSync } from 'fflate'

type Lines = { readonly header?: string; readonly footer?: string; readonly body?: readonly string[] }

/** A ministry's letterhead made by code: a first page with a header of its own, and whatever lines are asked for. */
export async function letterhead({
  header = 'MINISTRY OF SAMPLES',
  footer = 'Sample street 1',
  body = [],
}: Lines = {}): Promise<Uint8Array> {
  const document = new Document({
    sections: [
      {
        properties: { titlePage: true, page: { margin: { left: 2_000, right: 1_000, top: 1_500, bottom: 1_200 } } },
        headers: {
          first: new Header({ children: [new Paragraph(header)] }),
          default: new Header({ children: [new Paragraph('continued')] }),
        },
        footers: { first: new Footer({ children: [new Paragraph(footer)] }), default: new Footer({ children: [new Paragraph(footer)] }) },
        children: body.map((line) => new Paragraph({ children: [new TextRun(line)] })),
      },
    ],
  })
  return Packer.pack(document, 'uint8array')
}

export const FULL = ['{{reg_no}}', '{{ date }}', '{{addressee}}', '{{title}}', '{{body}}', '{{signatory_post}} {{signatory}}']

/** The parts of a document changed by a function, and packed again. */
export function changed(bytes: Uint8Array, change: (parts: Record<string, string>) => void): Uint8Array {
  const raw = unzipSync(bytes)
  const decoder = new TextDecoder()
  const isText = (name: string): boolean => /\.(xml|rels)$/.test(name)
  const texts = Object.fromEntries(
    Object.entries(raw)
      .filter(([name]) => isText(name))
      .map(([name, part]) => [name, decoder.decode(part)]),
  )
  change(texts)
  const encoder = new TextEncoder()
  const others = Object.entries(raw).filter(([name]) => !isText(name))
  return zipSync({
    ...Object.fromEntries(others),
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)])),
  })
}

/** `{{reg_no}}` in the runs that Word makes of it: `{`, a mark of the spelling check, `{reg_no}}`. */
export const splitRuns = (bytes: Uint8Array): Uint8Array =>
  changed(bytes, (parts) => {
    parts['word/document.xml'] = (parts['word/document.xml'] ?? '').replace(
      /<w:t xml:space="preserve">\{\{reg_no\}\}<\/w:t><\/w:r>/,
      '<w:t>{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{reg_</w:t></w:r><w:r><w:t>no}}</w:t></w:r>',
    )
  })

/** Styles as a Russian Word saves them: `heading 1` under the id "1", `Normal` under "a". */
export const russianStyles = (bytes: Uint8Array): Uint8Array =>
  changed(bytes, (parts) => {
    parts['word/styles.xml'] =
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
      '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Own"><w:name w:val="MD Note"/><w:basedOn w:val="a"/></w:style>' +
      '</w:styles>'
  })

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const withRelation = (bytes: Uint8Array, kind: string, rest: string): Uint8Array =>
  changed(bytes, (parts) => {
    const path = 'word/_rels/document.xml.rels'
    parts[path] = (parts[path] ?? '').replace(
      '</Relationships>',
      `<Relationship Id="rX" Type="${RELATION}/${kind}" ${rest}/></Relationships>`,
    )
  })
export const withBody = (bytes: Uint8Array, xml: string): Uint8Array =>
  changed(bytes, (parts) => {
    parts['word/document.xml'] = (parts['word/document.xml'] ?? '').replace('<w:body>', `<w:body>${xml}`)
  })

/** A part that packs a thousandfold: it says that it is larger than any letterhead, or, lying, that it is small. */
export function bomb(bytes: Uint8Array, { isLying }: { isLying: boolean }): Uint8Array {
  const packed = zipSync({ ...unzipSync(bytes), 'word/media/bomb.xml': [zeros(300), { level: 0 }] })
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  for (let at = packed.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x02014b50 || view.getUint16(at + 10, true) !== 0) continue
    view.setUint16(at + 10, 8, true)
    view.setUint32(at + 24, isLying ? 1_000 : 300 * 2 ** 20, true)
  }
  return packed
}

/** So many megabytes of zeros, deflated: the same flushed block again and again. */
function zeros(megabytes: number): Uint8Array {
  const blocks: Uint8Array[] = []
  const deflate = new Deflate({ level: 1 }, (chunk) => blocks.push(chunk))
  for (let count = 0; count < 2; count++) {
    deflate.push(new Uint8Array(2 ** 20))
    deflate.flush(true)
  }
  const half = Math.ceil(blocks.length / 2)
  const again = Array.from({ length: megabytes - 1 }, () => blocks.slice(half))
  return Buffer.concat([...blocks.slice(0, half), ...again.flat(), Uint8Array.of(3, 0)])
}
