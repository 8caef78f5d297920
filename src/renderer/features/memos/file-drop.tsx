import { Button } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useRef, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import classes from './memo.module.css'

type FileDropProps = { readonly label: string; readonly hint: string; readonly onFile: (file: File) => void }

/** A place to drop one Word file, and the button that asks for it. */
export function FileDrop({ label, hint, onFile }: FileDropProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <div
      className={`${classes.drop} ${isOver ? classes.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <p className={classes.why}>{hint}</p>
      <Button variant="default" leftSection={<IconFileUpload {...SMALL_ICON} />} onClick={() => input.current?.click()}>
        {t('documents.chooseFile')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".docx"
        hidden
        aria-label={label}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </div>
  )
}
