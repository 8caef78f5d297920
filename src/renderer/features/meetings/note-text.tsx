import type { Block, Inline, NoteBody } from '@shared/domain/note-body.ts'
import { useEffect, useState, type ReactNode } from 'react'
import * as Y from 'yjs'
import { readNoteUpdates } from '../../db/note-updates.ts'
import { bodyOfDoc } from '../../../notes/note-body-conversion.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import classes from './meeting-page.module.css'

/** A note as plain text, for paper: the editor shows one note at a time, a printed meeting has all of them. */
export function NoteText({ noteId, title }: { readonly noteId: string; readonly title: string }) {
  const body = useNoteBody(noteId)
  if (!body) return null
  return (
    <section className={classes.printedNote} aria-label={title}>
      <h3>{title}</h3>
      <Blocks blocks={body.blocks} />
    </section>
  )
}

function useNoteBody(noteId: string): NoteBody | null {
  const { database } = useWorkspace()
  const [body, setBody] = useState<NoteBody | null>(null)
  useEffect(() => {
    let isGone = false
    void readNoteUpdates(database, noteId).then((updates) => {
      const document = new Y.Doc()
      for (const update of updates) Y.applyUpdateV2(document, update)
      if (!isGone) setBody(bodyOfDoc(document))
    })
    return () => {
      isGone = true
    }
  }, [database, noteId])
  return body
}

/** Blocks and parts of a line never move on paper, so their place may be their key. */
function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return blocks.map((block, place) => <BlockText key={place} block={block} />)
}

function BlockText({ block }: { readonly block: Block }): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Line content={block.content} />
        </p>
      )
    case 'heading':
      return (
        <h4>
          <Line content={block.content} />
        </h4>
      )
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List>
          {block.items.map((item, place) => (
            <li key={place}>
              <Blocks blocks={item} />
            </li>
          ))}
        </List>
      )
    }
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    case 'rule':
      return <hr />
    case 'table':
      return <TableText rows={block.rows} />
  }
}

function TableText({ rows }: { readonly rows: Extract<Block, { type: 'table' }>['rows'] }) {
  return (
    <table>
      <tbody>
        {rows.map((row, place) => (
          <tr key={place}>
            {row.map((cell, column) => (
              <td key={column} colSpan={cell.colspan ?? 1} rowSpan={cell.rowspan ?? 1}>
                <Blocks blocks={cell.blocks} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Line({ content }: { readonly content: readonly Inline[] }) {
  return content.map((part, place) => {
    if (part.type === 'break') return <br key={place} />
    return part.marks?.some((mark) => mark.type === 'bold') ? <b key={place}>{part.text}</b> : <span key={place}>{part.text}</span>
  })
}
