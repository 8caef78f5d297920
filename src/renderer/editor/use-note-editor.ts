import { Editor } from '@tiptap/core'
import type { EditorProps } from '@tiptap/pm/view'
import { useEffect, useRef, useState, type RefObject } from 'react'
import type { NoteDocument } from './note-document.ts'
import { editorExtensions } from './note-schema.ts'
import { cleanPastedHtml, cleanPastedText } from './pasted-html.ts'

export type EditorWords = {
  /** The accessible name of the text. */
  readonly label: string
  readonly placeholder: string
  /** BCP 47 tag of the text, for fonts and voices. */
  readonly language: string | undefined
}

/** The editor of one document in `host`; null until it stands there. Words may change without a new editor. */
export function useNoteEditor(note: NoteDocument, host: RefObject<HTMLElement | null>, words: EditorWords): Editor | null {
  const [editor, setEditor] = useState<Editor | null>(null)
  const latest = useRef(words)
  const { label, placeholder, language } = words

  useEffect(() => {
    if (!host.current) return undefined
    const element = host.current
    const made = note.quietly(() => createEditor(note, element, latest))
    setEditor(made)
    return () => {
      void note.flush()
      setEditor(null)
      made.destroy()
    }
  }, [note, host])

  useEffect(() => {
    latest.current = { label, placeholder, language }
    editor?.setOptions({ editorProps: propsFor(note, latest.current) })
  }, [note, editor, label, placeholder, language])

  return editor
}

const createEditor = (note: NoteDocument, element: HTMLElement, latest: RefObject<EditorWords>): Editor =>
  new Editor({
    element,
    editable: note.canEdit,
    injectCSS: false,
    extensions: editorExtensions(note.doc, () => latest.current.placeholder),
    editorProps: propsFor(note, latest.current),
    // It would compare the whole document after each key, for an event that nobody hears.
    enableCoreExtensions: { delete: false },
  })

const propsFor = ({ canEdit }: NoteDocument, { label, language }: EditorWords): EditorProps => ({
  attributes: {
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': label,
    spellcheck: 'false',
    // Without a cursor the keyboard still has to get there, to scroll.
    ...(canEdit ? {} : { 'aria-readonly': 'true', tabindex: '0' }),
    ...(language === undefined ? {} : { lang: language }),
  },
  transformPastedHTML: cleanPastedHtml,
  transformPastedText: cleanPastedText,
  // A dropped file would make the window leave the page.
  handleDrop: (_view, event) => (event.dataTransfer?.files.length ?? 0) > 0,
  handleDOMEvents: { click: stayOnLink, auxclick: stayOnLink },
})

/** The browser follows a link by a middle click, and by any click where the text cannot be edited. */
function stayOnLink(_view: unknown, event: MouseEvent): boolean {
  if (event.target instanceof Element && event.target.closest('a')) event.preventDefault()
  return false
}
