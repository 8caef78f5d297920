import type { Editor } from '@tiptap/core'
import { useEffect } from 'react'
import type { NoteDocument } from './note-document.ts'

/** Stores what is typed as soon as the person turns away: another field, another window, a closed lid, a closed tab. */
export function useFlushOnLeave(note: NoteDocument, editor: Editor | null): void {
  useEffect(() => {
    const flush = (): void => void note.flush()
    const onVisibility = (): void => {
      if (document.visibilityState === 'hidden') flush()
    }
    document.addEventListener('visibilitychange', onVisibility)
    window.addEventListener('pagehide', flush)
    editor?.on('blur', flush)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('pagehide', flush)
      editor?.off('blur', flush)
    }
  }, [note, editor])
}
