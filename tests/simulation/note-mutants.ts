import { ContentFormat, Doc, applyUpdateV2, decodeUpdateV2, encodeStateAsUpdateV2, type Text } from 'yjs'
import { base64ToBytes, bytesToBase64 } from '@shared/lib/base64.ts'
import type { openNoteDocument } from '../../src/renderer/editor/note-document.ts'
import type { mergeUpdates } from '../../src/server/sync/merge-updates.ts'
import { markedWords, wordsOf } from './oracle.ts'
import { instead, type ProductMutant } from './product-mutant.ts'

/** The server's merging of a text, with something done to what was merged. */
const merging = (change: (document: Doc, body: Text) => void): ((real: never) => unknown) =>
  instead<typeof mergeUpdates>((real) => (updates) => {
    const merge = real(updates)
    if (!merge) return merge
    const document = new Doc()
    applyUpdateV2(document, base64ToBytes(merge.bytes))
    change(document, document.getText('body'))
    return { ...merge, bytes: bytesToBase64(encodeStateAsUpdateV2(document)) }
  })

const onlyMarks = (update: Uint8Array): boolean => {
  const { structs } = decodeUpdateV2(update)
  return structs.some((struct) => 'content' in struct && struct.content instanceof ContentFormat)
}

/** Faults of what people marked in the text of a note. */
export const noteMutants: readonly ProductMutant[] = [
  {
    rule: 'N1',
    fault: 'what is marked is not stored',
    around: {
      openNoteDocument: instead<typeof openNoteDocument>((real) => (options) => {
        const append = (update: Uint8Array): Promise<void> => (onlyMarks(update) ? Promise.resolve() : options.store.append(update))
        return real({ ...options, store: { ...options.store, append } })
      }),
    },
    sure: ['marked'],
  },
  {
    rule: 'N2',
    fault: 'who opens a note takes away what others marked',
    around: {
      openNoteDocument: instead<typeof openNoteDocument>((real) => (options) => {
        const note = real(options)
        const body = note.doc.getText('body')
        if (markedWords(note.doc).size > 0) body.format(0, body.length, { bold: null })
        return note
      }),
    },
    sure: ['marked'],
  },
  {
    rule: 'N3',
    fault: 'a mark is lost when the server merges updates',
    around: {
      mergeUpdates: merging((document, body) => {
        if (markedWords(document).size > 0) body.format(0, body.length, { bold: null })
      }),
    },
    sure: ['marked'],
    compactAfter: 1,
  },
  {
    rule: 'N2',
    fault: 'who opens a note marks a word',
    around: {
      openNoteDocument: instead<typeof openNoteDocument>((real) => (options) => {
        const note = real(options)
        const word = wordsOf(note.doc).find((one) => !markedWords(note.doc).has(one))
        const body = note.doc.getText('body')
        if (word !== undefined) body.format(body.toJSON().indexOf(`${word} `), word.length, { bold: true })
        return note
      }),
    },
  },
]
