import type { ChainedCommands, Editor } from '@tiptap/core'

/** How the line or the chosen text is set. */
export type TextStyle = 'paragraph' | 'heading1' | 'heading2' | 'heading3'
export type ToolState = {
  readonly style: TextStyle
  readonly bold: boolean
  readonly italic: boolean
  readonly underline: boolean
  readonly strike: boolean
  readonly code: boolean
  readonly bullets: boolean
  readonly numbers: boolean
  readonly quote: boolean
  readonly link: boolean
  readonly inTable: boolean
}

/** What the toolbar shows, read after every transaction: only cheap questions here. */
export const toolStateOf = (editor: Editor): ToolState => ({
  style: styleOf(editor),
  bold: editor.isActive('bold'),
  italic: editor.isActive('italic'),
  underline: editor.isActive('underline'),
  strike: editor.isActive('strike'),
  code: editor.isActive('code'),
  bullets: editor.isActive('bulletList'),
  numbers: editor.isActive('orderedList'),
  quote: editor.isActive('blockquote'),
  link: editor.isActive('link'),
  inTable: editor.isActive('table'),
})

/** Runs a command from outside the text and goes back there. Nothing happens while an input method composes. */
export function run(editor: Editor, change: (chain: ChainedCommands) => ChainedCommands): void {
  if (editor.view.composing || !editor.isEditable) return
  backToText(editor)
  change(editor.chain()).scrollIntoView().run()
}

/** At once: the library's own command waits for the next frame, and a letter typed before it would go to the button. */
export function backToText(editor: Editor): void {
  editor.view.focus()
}

export function setStyle(editor: Editor, style: TextStyle): void {
  run(editor, (chain) => (style === 'paragraph' ? chain.setParagraph() : chain.setHeading({ level: LEVELS[style] })))
}

export function toggleList(editor: Editor, kind: 'bulletList' | 'orderedList'): void {
  // A heading would stay one inside its item.
  const plain = (chain: ChainedCommands): ChainedCommands => (editor.isActive('heading') ? chain.setParagraph() : chain)
  run(editor, (chain) => (kind === 'bulletList' ? plain(chain).toggleBulletList() : plain(chain).toggleOrderedList()))
}

/** Three by three with a head; a line follows it, so that writing can go on below. */
export function insertTable(editor: Editor): void {
  run(editor, (chain) =>
    chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }).command(({ tr, state }) => {
      const { $from } = tr.selection
      const depth = Array.from({ length: $from.depth }, (_, index) => index + 1).find((one) => $from.node(one).type.name === 'table')
      const paragraph = state.schema.nodes['paragraph']
      if (depth === undefined || !paragraph) return true
      const after = $from.after(depth)
      if (tr.doc.resolve(after).nodeAfter === null) tr.insert(after, paragraph.create())
      return true
    }),
  )
}

/** The address of the link at the cursor, empty where there is none. */
export function hrefAt(editor: Editor): string {
  const { href } = editor.getAttributes('link')
  return typeof href === 'string' ? href : ''
}

/** Puts the link on the chosen text or on the link at the cursor; with nothing chosen the address itself is written. */
export function setLink(editor: Editor, href: string): void {
  const words = href.replace(/^mailto:/, '')
  if (editor.state.selection.empty && !editor.isActive('link')) {
    run(editor, (chain) => chain.insertContent({ type: 'text', text: words, marks: [{ type: 'link', attrs: { href } }] }))
  } else run(editor, (chain) => chain.extendMarkRange('link').setLink({ href }))
}

export function removeLink(editor: Editor): void {
  run(editor, (chain) => chain.extendMarkRange('link').unsetLink())
}

const LEVELS = { heading1: 1, heading2: 2, heading3: 3 } as const

function styleOf(editor: Editor): TextStyle {
  if (!editor.isActive('heading')) return 'paragraph'
  const { level } = editor.getAttributes('heading') as { level?: number }
  return level === 1 ? 'heading1' : level === 2 ? 'heading2' : 'heading3'
}
