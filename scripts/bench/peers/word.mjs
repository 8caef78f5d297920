import { Writable } from 'node:stream'
import { WORD } from '../peer-settings.mjs'

/** @typedef {{ html: string, template: Buffer, data: object, blocks: readonly any[] }} Content one document, in the forms that peers read */

/** Each peer by name: loads its library and nothing else, and gives what turns the content of one document into the bytes of a .docx. */
export const WORD_PEERS = {
  async docxtemplater() {
    const [{ default: Docxtemplater }, { default: PizZip }] = await Promise.all([import('docxtemplater'), import('pizzip')])
    return (/** @type {Content} */ { template, data }) => {
      const document = new Docxtemplater(new PizZip(template), WORD.docxtemplater)
      document.render(data)
      return document.getZip().generate(WORD.docxtemplaterZip)
    }
  },

  async 'easy-template-x'() {
    const { TemplateHandler } = await import('easy-template-x')
    return (/** @type {Content} */ { template, data }) => new TemplateHandler(WORD.easyTemplateX).process(template, data)
  },

  async 'html-to-docx'() {
    const { default: htmlToDocx } = await import('html-to-docx')
    return (/** @type {Content} */ { html }) => htmlToDocx(html, null, WORD.htmlToDocx)
  },

  async officegen() {
    const { default: officegen } = await import('officegen')
    return (/** @type {Content} */ { blocks }) => generated(filled(officegen(WORD.officegen), blocks))
  },
}

/** @param {any} document @param {readonly any[]} blocks */
function filled(document, blocks) {
  for (const { type, text, rows } of blocks) {
    if (type === 'table') document.createTable(rowsWithHead(rows), WORD.officegenTable)
    else if (type === 'numbered') document.createListOfNumbers().addText(text)
    else if (type === 'bullet') document.createListOfDots().addText(text)
    else document.createP().addText(text, type === 'paragraph' ? {} : WORD.officegenHeading)
  }
  return document
}

/**
 * The cells of the first row say the columns, and must be objects.
 * @param {readonly (readonly string[])[]} rows
 */
const rowsWithHead = ([head = [], ...rows]) => [head.map((val) => ({ val, opts: {} })), ...rows]

/** @param {any} document @returns {Promise<Buffer>} */
const generated = (document) =>
  new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const chunks = []
    const output = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(chunk)
        done()
      },
    })
    output.once('finish', () => resolve(Buffer.concat(chunks)))
    document.once('error', reject)
    document.generate(output)
  })
