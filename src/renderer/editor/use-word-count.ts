import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import { createWordCounter } from './word-count.ts'

const PAUSE = 400

/** The words of the note, counted in pauses of typing; null until the first count. */
export function useWordCount(editor: Editor | null, language: string): number | null {
  const [words, setWords] = useState<number | null>(null)
  useEffect(() => {
    if (!editor) return undefined
    const count = createWordCounter(language)
    let timer = 0
    const later = (): void => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => {
        if (!editor.isDestroyed) setWords(count(editor.state.doc))
      }, PAUSE)
    }
    later()
    editor.on('update', later)
    return () => {
      window.clearTimeout(timer)
      editor.off('update', later)
    }
  }, [editor, language])
  return words
}
