import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconItalic,
  IconList,
  IconListNumbers,
  IconUnderline,
} from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ICON } from '../ui/icon-size.ts'
import { LinkTool } from './link-tool.tsx'
import { backToText, run, toggleList, toolStateOf } from './note-commands.ts'
import classes from './note-editor.module.css'
import { StyleTool } from './style-tool.tsx'
import { TableTool } from './table-tool.tsx'
import { ToolButton } from './tool-button.tsx'
import { useRovingFocus } from './use-roving-focus.ts'
import { useUndoState } from './use-undo-state.ts'

type NoteToolbarProps = { readonly editor: Editor }

/** What the text can be made into. Alt+F10 leads here from the text, Esc back. */
export function NoteToolbar({ editor }: NoteToolbarProps) {
  const { t } = useTranslation()
  const state = useEditorState({ editor, selector: ({ editor: current }) => toolStateOf(current) })
  const { ref, onKeyDown, onFocus } = useRovingFocus()
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && ref.current?.contains(event.target as Node)) backToText(editor)
    else onKeyDown(event)
  }
  return (
    <div ref={ref} className={classes.toolbar} role="toolbar" aria-label={t('editor.toolbar')} onKeyDown={press} onFocus={onFocus}>
      <StyleTool editor={editor} state={state} />
      <ToolButton
        label={t('editor.bold')}
        combo="mod+B"
        icon={<IconBold {...ICON} />}
        isOn={state.bold}
        onClick={() => run(editor, (chain) => chain.toggleBold())}
      />
      <ToolButton
        label={t('editor.italic')}
        combo="mod+I"
        icon={<IconItalic {...ICON} />}
        isOn={state.italic}
        onClick={() => run(editor, (chain) => chain.toggleItalic())}
      />
      <ToolButton
        label={t('editor.underline')}
        combo="mod+U"
        icon={<IconUnderline {...ICON} />}
        isOn={state.underline}
        onClick={() => run(editor, (chain) => chain.toggleUnderline())}
      />
      <span className={classes.divider} />
      <ToolButton
        label={t('editor.bullets')}
        combo="mod+shift+8"
        icon={<IconList {...ICON} />}
        isOn={state.bullets}
        onClick={() => toggleList(editor, 'bulletList')}
      />
      <ToolButton
        label={t('editor.numbers')}
        combo="mod+shift+7"
        icon={<IconListNumbers {...ICON} />}
        isOn={state.numbers}
        onClick={() => toggleList(editor, 'orderedList')}
      />
      <ToolButton
        label={t('editor.quote')}
        combo="mod+shift+B"
        icon={<IconBlockquote {...ICON} />}
        isOn={state.quote}
        onClick={() => run(editor, (chain) => chain.toggleBlockquote())}
      />
      <LinkTool editor={editor} isOn={state.link} />
      <TableTool editor={editor} isInTable={state.inTable} />
      <span className={classes.divider} />
      <UndoTools editor={editor} />
    </div>
  )
}

function UndoTools({ editor }: NoteToolbarProps) {
  const { t } = useTranslation()
  const { canUndo, canRedo } = useUndoState(editor)
  return (
    <>
      <ToolButton
        label={t('editor.undo')}
        combo="mod+Z"
        icon={<IconArrowBackUp {...ICON} />}
        isOff={!canUndo}
        onClick={() => run(editor, (chain) => chain.undo())}
      />
      <ToolButton
        label={t('editor.redo')}
        combo="mod+shift+Z"
        icon={<IconArrowForwardUp {...ICON} />}
        isOff={!canRedo}
        onClick={() => run(editor, (chain) => chain.redo())}
      />
    </>
  )
}
