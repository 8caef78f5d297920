import { Button, Popover, TextInput } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ICON } from '../ui/icon-size.ts'
import { backToText, hrefAt, removeLink, setLink } from './note-commands.ts'
import classes from './note-editor.module.css'
import { hrefOfTyped } from './note-link.ts'
import { ToolButton } from './tool-button.tsx'

type LinkToolProps = { readonly editor: Editor; readonly isOn: boolean }

/** Shows, sets and removes the address of a link. The text itself never opens one. */
export function LinkTool({ editor, isOn }: LinkToolProps) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const close = (): void => {
    setIsOpen(false)
    backToText(editor)
  }
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" shadow="md" trapFocus withinPortal={false} width={320}>
      <Popover.Target>
        <ToolButton
          label={t('editor.link')}
          icon={<IconLink {...ICON} />}
          isOn={isOn}
          onClick={() => setIsOpen((was) => !was && !editor.view.composing)}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('editor.link')}>
        <LinkForm editor={editor} onDone={close} />
      </Popover.Dropdown>
    </Popover>
  )
}

type LinkFormProps = { readonly editor: Editor; readonly onDone: () => void }

function LinkForm({ editor, onDone }: LinkFormProps) {
  const { t } = useTranslation()
  const [before] = useState(() => hrefAt(editor))
  const [typed, setTyped] = useState(before)
  const [isRefused, setIsRefused] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const href = hrefOfTyped(typed)
    if (!href.ok) {
      setIsRefused(true)
      return
    }
    setLink(editor, href.value)
    onDone()
  }
  return (
    <form className={classes.linkForm} onSubmit={submit} noValidate>
      <TextInput
        data-autofocus
        label={t('editor.linkAddress')}
        placeholder="https://"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        error={isRefused ? t('editor.linkNotAllowed') : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setIsRefused(false)
        }}
      />
      <div className={classes.linkActions}>
        <Button type="submit">{t('editor.linkSet')}</Button>
        {before !== '' && (
          <Button
            variant="default"
            onClick={() => {
              removeLink(editor)
              onDone()
            }}
          >
            {t('editor.linkRemove')}
          </Button>
        )}
      </div>
    </form>
  )
}
