import { Paragraph, Table, TableCell, TableRow, TextRun, XmlComponent } from 'docx'
import type {
  IContext,
  IParagraphOptions,
  IRunOptions,
  ITableCellOptions,
  ITableOptions,
  ITableRowOptions,
  IXmlableObject,
  ParagraphChild,
} from 'docx'
import { WRITTEN, xmlText } from './xml-text.ts'

/*
 * A report has tens of thousands of cells, paragraphs and runs, but a few dozen ways in which they look. The library makes, prepares
 * and writes the properties of each anew, which is most of its work; these make them once for all that look alike.
 */

/** Properties that many components have: prepared and written once. They depend on nothing but their look. */
class Shared extends XmlComponent {
  private readonly own: XmlComponent
  private prepared: { readonly xml: IXmlableObject | undefined } | undefined

  constructor(own: XmlComponent) {
    super('shared')
    this.own = own
  }

  override prepForXml(context: IContext): IXmlableObject | undefined {
    if (this.prepared === undefined) {
      const xml = this.own.prepForXml(context)
      if (xml !== undefined) Object.defineProperty(xml, WRITTEN, { value: xmlText(xml) })
      this.prepared = { xml }
    }
    return this.prepared.xml
  }
}

const known = new Map<string, Shared>()
/** More looks than any document has: a server that runs for months keeps no more. */
const MOST_KNOWN = 2_000

/** @param root the children of a component; its properties are the first */
function share(root: unknown[], name: string, index = 0): void {
  const before = known.get(name)
  if (before === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(name, new Shared(root[index] as XmlComponent))
  }
  root[index] = before ?? known.get(name)
}

const nameOf = (what: string, look: object): string => what + JSON.stringify(look)

type CellParagraphOptions = Pick<IParagraphOptions, 'style' | 'keepNext'> & { readonly children: readonly ParagraphChild[] }

/** A paragraph of a cell. Never the last of a section, whose page would be written into the properties that it shares. */
export class CellParagraph extends Paragraph {
  constructor({ children, ...look }: CellParagraphOptions) {
    const name = nameOf('p', look)
    super(known.has(name) ? { children } : { ...look, children })
    share(this.root, name)
  }
}

/** A cell that says how wide it is. */
export class Cell extends TableCell {
  constructor({ children, ...look }: ITableCellOptions) {
    const name = nameOf('tc', look)
    const { columnSpan } = look
    super(known.has(name) ? { children, ...(columnSpan === undefined ? {} : { columnSpan }) } : { ...look, children })
    share(this.root, name)
  }

  /** Its table would tell it, again and again. */
  override setColumnWidth(): void {}
}

export class Row extends TableRow {
  constructor(options: Pick<ITableRowOptions, 'cantSplit' | 'tableHeader' | 'children'>) {
    super(options)
    const { children: _, ...look } = options
    share(this.root, nameOf('tr', look))
  }
}

/** A table whose columns all say how wide they are. */
export class SharedTable extends Table {
  constructor(options: ITableOptions) {
    super(options)
    const { rows: _, ...look } = options
    const name = nameOf('tbl', look)
    share(this.root, name)
    share(this.root, `${name} grid`, 1)
  }
}

type RunLook = Pick<IRunOptions, 'bold' | 'italics' | 'strike' | 'underline' | 'style' | 'font'>

export class SharedRun extends TextRun {
  constructor(look: RunLook, content: Pick<IRunOptions, 'break' | 'children'>) {
    const name = nameOf('r', look)
    super(known.has(name) ? content : { ...look, ...content })
    share(this.root, name)
  }
}

const PRESERVED = { _attr: { 'xml:space': 'preserve' } }

/** Words of a run. The library takes some that it is given as they are, `SECTION` or `CURRENT`, for the number of a page. */
export class Words extends XmlComponent {
  private readonly words: string

  constructor(words: string) {
    super('w:t')
    this.words = words
  }

  override prepForXml(): IXmlableObject {
    return { 'w:t': [PRESERVED, this.words] }
  }
}
