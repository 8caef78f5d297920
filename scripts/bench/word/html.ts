import type { FlatBlock } from './flat.ts'

const TAGS = { title: 'h1', heading1: 'h1', heading2: 'h2', heading3: 'h3', paragraph: 'p' } as const

/** Blocks as plain HTML, the input of pandoc and of the converters from HTML. */
export const htmlOf = (blocks: readonly FlatBlock[]): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title></head><body>${blocks.map(html).join('\n')}</body></html>`

function html(block: FlatBlock): string {
  switch (block.type) {
    case 'table': {
      const [head, body] = block.hasHeader ? [block.rows.slice(0, 1), block.rows.slice(1)] : [[], block.rows]
      const thead = head.length === 0 ? '' : `<thead>${head.map((row) => rowHtml(row, 'th')).join('')}</thead>`
      return `<table>${thead}<tbody>${body.map((row) => rowHtml(row, 'td')).join('')}</tbody></table>`
    }
    case 'numbered':
      return `<ol><li>${escaped(block.text)}</li></ol>`
    case 'bullet':
      return `<ul><li>${escaped(block.text)}</li></ul>`
    default:
      return `<${TAGS[block.type]}>${escaped(block.text)}</${TAGS[block.type]}>`
  }
}

const rowHtml = (cells: readonly string[], tag: 'td' | 'th'): string =>
  `<tr>${cells.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\n', '<br/>')
