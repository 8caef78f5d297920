import '../../../../src/renderer/app/prepare.ts'
import '../../../../src/renderer/app/styles.ts'
import { MantineProvider } from '@mantine/core'
import { BODY_SCHEMA, noteBody, type Block, type NoteBody } from '@shared/domain/note-body.ts'
import { Profiler, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import * as Y from 'yjs'
import { BODY_FIELD, bodyOfDoc, docOfBody } from '../../../../src/notes/note-body-conversion.ts'
import { openNoteDocument, type NoteDocument } from '../../../../src/renderer/editor/note-document.ts'
import { findDesktop } from '../../../../src/renderer/lib/desktop.ts'
import { NoteEditor } from '../../../../src/renderer/editor/note-editor.tsx'
import { isLanguage } from '../../../../src/renderer/lib/language.ts'
import { createMessages } from '../../../../src/renderer/messages/messages.ts'
import { cssVariablesResolver, theme } from '../../../../src/renderer/ui/theme.ts'
import { openUpdateStore, type UpdateStore } from './update-store.ts'

/** What the specification may ask of the page. */
export type NotePage = {
  readonly body: () => NoteBody
  readonly users: () => Record<string, unknown>
  readonly storedUpdates: () => Promise<number>
  readonly flush: () => Promise<boolean>
  readonly failWith: (name: string | null) => void
  /** A colleague with the same text puts words at the start of the n-th block and they arrive here. */
  readonly colleague: (block: number, words: string) => Promise<void>
  /** How often React drew anything of the editor. */
  readonly renders: () => number
  /** Whatever waits to be saved is saved, where the clock stands (`clock=stands`). */
  readonly letTimePass: () => void
}
declare global {
  interface Window {
    notePage?: NotePage
  }
}

async function start(): Promise<void> {
  const wanted = new URLSearchParams(location.search)
  const store = await openUpdateStore(wanted.get('note') ?? 'note')
  const first = firstBody(wanted)
  if (first && (await store.updates()).length === 0) await store.receive(docOfBody(first))
  const note = openNoteDocument({
    updates: await store.updates(),
    session: { personId: 'person-a', name: 'Delegate A' },
    store,
    clock: { now: () => Date.parse('2025-03-03T04:58:00Z'), after: wanted.get('clock') === 'stands' ? hold : after },
    bodySchema: wanted.get('readonly') === 'newer' ? BODY_SCHEMA + 1 : BODY_SCHEMA,
    isReader: wanted.get('readonly') === 'reader',
  })
  draw(wanted, note, store)
}

/** What a new database begins with: `body` as JSON, or so many `pages`. */
function firstBody(wanted: URLSearchParams): NoteBody | null {
  const body = wanted.get('body')
  if (body !== null) return noteBody.parse(JSON.parse(body))
  return wanted.has('pages') ? longBody(Number(wanted.get('pages'))) : null
}

function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** With `clock=stands`: what waits for a time that passes when the specification says so. */
const held = new Set<() => void>()

function hold(_milliseconds: number, run: () => void): () => void {
  held.add(run)
  return () => void held.delete(run)
}

function letTimePass(): void {
  const due = [...held]
  held.clear()
  for (const run of due) run()
}

function draw(wanted: URLSearchParams, note: NoteDocument, store: UpdateStore): void {
  const tag = wanted.get('lang') ?? 'en'
  const language = isLanguage(tag) ? tag : 'en'
  document.documentElement.lang = language
  let renders = 0
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no root')
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={createMessages(language)}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          forceColorScheme={wanted.get('scheme') === 'dark' ? 'dark' : 'light'}
        >
          <main style={{ height: '100vh', display: 'flex', flexDirection: 'column', background: 'var(--sn-surface)' }}>
            <h1 className="sn-hidden">Note editor</h1>
            <Profiler id="editor" onRender={() => (renders += 1)}>
              <NoteEditor
                document={note}
                label="Note by Delegate A"
                copyText={findDesktop(window).copyText}
                zone="Asia/Tokyo"
                {...(wanted.has('text') ? { language: wanted.get('text') ?? '' } : {})}
              />
            </Profiler>
          </main>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  )
  window.notePage = {
    body: () => bodyOfDoc(note.doc),
    users: () => note.doc.getMap('users').toJSON(),
    storedUpdates: async () => (await store.updates()).length,
    flush: note.flush,
    failWith: store.failWith,
    colleague: (block, words) => store.receive(colleagueEdit(note.doc, block, words)),
    renders: () => renders,
    letTimePass,
  }
}

function colleagueEdit(doc: Y.Doc, block: number, words: string): Uint8Array {
  const theirs = new Y.Doc()
  Y.applyUpdateV2(theirs, Y.encodeStateAsUpdateV2(doc))
  const before = Y.encodeStateVector(theirs)
  let at: unknown = theirs.getXmlFragment(BODY_FIELD).get(block)
  while (at instanceof Y.XmlElement && at.length > 0) at = at.get(0)
  if (at instanceof Y.XmlText) at.insert(0, words)
  else if (at instanceof Y.XmlElement) at.insert(0, [new Y.XmlText(words)])
  return Y.encodeStateAsUpdateV2(theirs, before)
}

/** About three thousand characters a page, with headings and lists as in a real note. */
function longBody(pages: number): NoteBody {
  const sentence = 'The delegation asked for the terms of the centre and for the programme of the visit in April. '
  const paragraph = (index: number): Block => ({
    type: 'paragraph',
    content: [{ type: 'text', text: `${index + 1}. ${sentence.repeat(3)}` }],
  })
  const blocks = Array.from({ length: pages * 10 }, (_, index): Block[] => [
    ...(index % 10 === 0
      ? [{ type: 'heading' as const, level: 2 as const, content: [{ type: 'text' as const, text: `Part ${index / 10 + 1}` }] }]
      : []),
    index % 5 === 4 ? { type: 'list', ordered: false, items: [[paragraph(index)], [paragraph(index)]] } : paragraph(index),
  ])
  return { bodySchema: BODY_SCHEMA, blocks: blocks.flat() }
}

void start()
