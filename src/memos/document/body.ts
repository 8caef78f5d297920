import { Paragraph, TableOfContents, type Document, type FileChild } from 'docx'
import type { Memo } from '@memos/content/memo.ts'
import { newListNumbers, renderParts } from './blocks.ts'
import { settingOf } from './document.ts'
import { fixIds, type FixedIds } from './fixed-bytes.ts'
import { xmlText } from './xml-text.ts'

/** What a list is called until the document knows the number of its definition. */
const LIST_NAME = /(<w:numId w:val=")\{([^{}"]+)\}(?=")/g

export type BodySetting = {
  /** The document that the blocks belong to; it learns of their links and lists. Its own body stays empty. */
  readonly shell: Document
  readonly ids: FixedIds
  /** How each section ends: its page, headers and footers, as XML. */
  readonly ends: readonly string[]
  readonly onPart: () => void
}

/**
 * The body of a memo as XML, block by block: each becomes text as soon as it is made and is let go, because the library's
 * objects take fifty times the room of the text.
 */
export function* bodyText(memo: Memo, { shell, ids, ends, onPart }: BodySetting): Generator<string> {
  const lists = newListNumbers()
  const write = blockWriter(shell)
  for (const [index, section] of memo.sections.entries()) {
    let held: { readonly text: string; readonly isParagraph: boolean } | undefined
    const setting = settingOf(memo, section, lists)
    for (const block of renderParts(section.parts, setting, onPart)) {
      if (held !== undefined) yield held.text
      const text = fixIds(write(block), ids)
      held = { text: block instanceof TableOfContents ? widened(text, setting.width) : text, isParagraph: block instanceof Paragraph }
    }
    yield* sectionEnd(held, ends[index] ?? '', index === memo.sections.length - 1)
  }
}

/** The library sets page numbers of contents where a Letter page ends; ours stand at the edge of the text. */
const LIBRARY_TABS = '<w:tab w:val="clear" w:pos="9026"/><w:tab w:val="right" w:pos="9025" w:leader="dot"/>'
const widened = (contents: string, width: number): string =>
  contents.replaceAll(LIBRARY_TABS, `<w:tab w:val="right" w:pos="${width}" w:leader="dot"/>`)

/** The last section's end stands by itself; of the others it stands in their last paragraph, or in one made for it. */
function* sectionEnd(held: { text: string; isParagraph: boolean } | undefined, end: string, isLast: boolean): Generator<string> {
  const ended = held?.isParagraph === true && !isLast ? held.text.replace('</w:pPr>', () => `${end}</w:pPr>`) : undefined
  if (ended !== undefined && ended !== held?.text) {
    yield ended
    return
  }
  if (held !== undefined) yield held.text
  yield isLast ? end : `<w:p><w:pPr>${end}</w:pPr></w:p>`
}

function blockWriter(shell: Document): (block: FileChild) => string {
  const context = { file: shell, viewWrapper: shell.Document, stack: [] }
  let listIds: ReadonlyMap<string, number> = new Map()
  const listId = (name: string): number | undefined => {
    // A list gets its number with its first paragraph, so a name that is not known yet has just been given one.
    if (!listIds.has(name)) {
      listIds = new Map(shell.Numbering.ConcreteNumbering.map(({ reference, instance, numId }) => [`${reference}-${instance}`, numId]))
    }
    return listIds.get(name)
  }
  return (block) => {
    const text = xmlText(block.prepForXml(context))
    if (!text.includes('<w:numId')) return text
    return text.replace(LIST_NAME, (whole, before: string, name: string) => {
      const id = listId(name)
      return id === undefined ? whole : before + String(id)
    })
  }
}
