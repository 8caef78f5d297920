import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { AUDIENCES, type Audience } from '@memos/content/request.ts'
import { SHEET_COLUMNS, SHEET_FORMATS, type SheetColumn, type SheetFormat } from '@memos/content/sheet-request.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { INTERFACE_LANGUAGES, LANGUAGE_NAMES, type Language } from '../../lib/language.ts'
import { visitFileOf } from '../../records/visit-exchange-file.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import type { MemoChoice } from './memo-choice.ts'
import classes from './memo.module.css'
import { SaveOutcome, type Outcome } from './save-outcome.tsx'
import { useAskWorker } from './use-ask-worker.ts'

const MEDIA_TYPES: Readonly<Record<SheetFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** All agreements and commitments as a table to control by, in the columns that somebody wants. */
export function ControlSheetForm({ scope, choice }: { readonly scope: string; readonly choice: MemoChoice }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const [columns, setColumns] = useState<readonly SheetColumn[]>(SHEET_COLUMNS)
  const [format, setFormat] = useState<SheetFormat>('xlsx')
  const [language, setLanguage] = useState<Language>(choice.language)
  const [audience, setAudience] = useState<Audience>('internal')
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const { ask, percent } = useAskWorker()
  const fail = (todo: string): void => setOutcome({ isOk: false, what: t('memo.saveFailed'), todo })
  const save = async (): Promise<void> => {
    setOutcome(null)
    const file = await visitFileOf(workspace, scope)
    const reply = await ask({ type: 'sheet', file, sheet: { columns, language, audience, format } })
    if (reply.type === 'failed') return fail(reply.message)
    if (reply.type !== 'packed') return
    const saved = await workspace.desktop.saveFile({ suggestedName: reply.fileName, bytes: reply.bytes, mediaType: MEDIA_TYPES[format] })
    if (!saved.ok) fail(t('memo.saveFailedTodo'))
    else if (saved.value !== null) setOutcome({ isOk: true, words: t('documents.setSaved', { name: saved.value.path ?? reply.fileName }) })
  }
  const toggle = (column: SheetColumn, isOn: boolean): void =>
    setColumns(isOn ? [...columns, column] : columns.filter((one) => one !== column))
  return (
    <div className={classes.choices}>
      <Segmented
        label={t('documents.audience')}
        value={audience}
        options={AUDIENCES.map((value) => ({ value, label: t(`documents.audiences.${value}`) }))}
        onChange={setAudience}
      />
      <fieldset className={classes.columns}>
        <legend>{t('documents.sheet.columns')}</legend>
        {SHEET_COLUMNS.map((column) => (
          <Checkbox
            key={column}
            size="xs"
            label={t(`documents.sheet.column.${column}`)}
            checked={columns.includes(column)}
            onChange={(event) => toggle(column, event.currentTarget.checked)}
          />
        ))}
      </fieldset>
      <div className={classes.pair}>
        <NativeSelect
          label={t('documents.sheet.format')}
          data={SHEET_FORMATS.map((value) => ({ value, label: t(`documents.sheet.formats.${value}`) }))}
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as SheetFormat)}
        />
        <NativeSelect
          label={t('memo.language')}
          data={INTERFACE_LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
      </div>
      <Button onClick={() => void save()} loading={percent !== null} disabled={columns.length === 0}>
        {t('documents.sheet.save')}
      </Button>
      {columns.length === 0 && <p className={classes.why}>{t('documents.sheet.noColumns')}</p>}
      <SaveOutcome outcome={outcome} />
    </div>
  )
}
