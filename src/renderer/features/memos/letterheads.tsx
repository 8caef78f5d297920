import { Button, NativeSelect } from '@mantine/core'
import type { Intake } from '@memos/template.ts'
import { MEMO_KINDS, type MemoKind } from '@memos/content/request.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { putTemplate, removeTemplate, type Template } from '../../db/templates.ts'
import { INTERFACE_LANGUAGES, LANGUAGE_NAMES, type Language } from '../../lib/language.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { FileDrop } from './file-drop.tsx'
import type { MemoChoice } from './memo-choice.ts'
import { MemoPreview } from './preview/memo-preview.tsx'
import classes from './memo.module.css'
import { useAskWorker } from './use-ask-worker.ts'

/** Larger than any letterhead: a mistake, such as a scan chosen by accident. */
const LARGEST = 20 * 2 ** 20

type LetterheadsProps = { readonly choice: MemoChoice; readonly templates: readonly Template[]; readonly onChange: () => Promise<void> }
type Examined = { readonly name: string; readonly bytes: Uint8Array; readonly intake: Intake }

/** The ministry's own paper: a Word file for each kind and language, looked at before it is kept on this laptop. */
export function Letterheads({ choice, templates, onChange }: LetterheadsProps) {
  const { t } = useTranslation()
  const { database } = useWorkspace()
  const [kind, setKind] = useState<MemoKind>(choice.kind)
  const [language, setLanguage] = useState<Language>(choice.language)
  const [examined, setExamined] = useState<Examined | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const { ask, percent } = useAskWorker()
  const examine = async (file: File): Promise<void> => {
    setExamined(null)
    setFailure(null)
    if (file.size > LARGEST) return setFailure(t('documents.letterheads.refused.too-large'))
    const bytes = new Uint8Array(await file.arrayBuffer())
    const reply = await ask({ type: 'examine', bytes, kind, language })
    if (reply.type === 'examined') setExamined({ name: file.name, bytes, intake: reply.intake })
    else if (reply.type === 'failed') setFailure(reply.message)
  }
  const keep = async ({ name, bytes }: Examined): Promise<void> => {
    try {
      await putTemplate(database, { name: name.slice(0, 300), use: kind, language, bytes })
      setExamined(null)
      await onChange()
    } catch (error) {
      setFailure(error instanceof Error && error.name === 'QuotaExceededError' ? t('save.diskFull') : t('save.failed'))
    }
  }
  const remove = async (id: string): Promise<void> => {
    await removeTemplate(database, id)
    await onChange()
  }
  return (
    <div className={classes.choices}>
      <p className={classes.why}>{t('documents.letterheads.why')}</p>
      <div className={classes.pair}>
        <NativeSelect
          label={t('memo.kind')}
          data={MEMO_KINDS.map((value) => ({ value, label: t(`memo.kinds.${value}`) }))}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as MemoKind)}
        />
        <NativeSelect
          label={t('memo.language')}
          data={INTERFACE_LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
      </div>
      <FileDrop label={t('documents.letterheads.file')} hint={t('documents.letterheads.drop')} onFile={(file) => void examine(file)} />
      <div role="status">{percent !== null && t('documents.letterheads.looking')}</div>
      {failure !== null && <ErrorNotice what={failure} safe={t('documents.letterheads.nothingKept')} />}
      {examined !== null && <IntakeResult examined={examined} language={language} onKeep={() => void keep(examined)} />}
      <KeptLetterheads templates={templates} onRemove={(id) => void remove(id)} />
    </div>
  )
}

type IntakeResultProps = { readonly examined: Examined; readonly language: Language; readonly onKeep: () => void }

function IntakeResult({ examined: { name, intake }, language, onKeep }: IntakeResultProps) {
  const { t } = useTranslation()
  if (intake.type === 'refused') {
    const { code, detail } = intake.refusal
    return (
      <ErrorNotice
        what={t('documents.letterheads.refusedTitle', { name })}
        todo={[t(`documents.letterheads.refused.${code}`), detail].filter(Boolean).join(' ')}
        safe={t('documents.letterheads.nothingKept')}
      />
    )
  }
  const { found, unknown, missing, sample } = intake
  return (
    <>
      <Notice tone="agreed" actions={<Button onClick={onKeep}>{t('documents.letterheads.use')}</Button>}>
        <strong>{name}</strong> {t(found.length === 0 ? 'documents.letterheads.paperOnly' : 'documents.letterheads.taken')}
      </Notice>
      <Placeholders label={t('documents.letterheads.found')} keys={found} />
      <Placeholders label={t('documents.letterheads.unknown')} keys={unknown} />
      <Placeholders label={t('documents.letterheads.missing')} keys={missing} />
      <div className={classes.sample} role="region" tabIndex={0} aria-label={t('documents.letterheads.sample', { name })}>
        <MemoPreview memo={{ bytes: sample }} language={language} name={name} />
      </div>
    </>
  )
}

function Placeholders({ label, keys }: { readonly label: string; readonly keys: readonly string[] }) {
  if (keys.length === 0) return null
  return (
    <p>
      {label}:{' '}
      {keys.map((key) => (
        <code key={key} className={classes.placeholder}>
          {`{{${key}}}`}
        </code>
      ))}
    </p>
  )
}

function KeptLetterheads({ templates, onRemove }: { readonly templates: readonly Template[]; readonly onRemove: (id: string) => void }) {
  const { t } = useTranslation()
  return (
    <Section title={t('documents.letterheads.kept')} count={templates.length}>
      {templates.length === 0 ? (
        <p className={classes.why}>{t('documents.letterheads.none')}</p>
      ) : (
        <RowList label={t('documents.letterheads.kept')}>
          {templates.map(({ id, name, use, language }) => (
            <ListRow
              key={id}
              title={name}
              sub={`${t(`memo.kinds.${use as MemoKind}`)}, ${LANGUAGE_NAMES[language]}`}
              trailing={
                <TextButton isDanger label={t('documents.letterheads.removeOf', { name })} onClick={() => onRemove(id)}>
                  {t('documents.letterheads.remove')}
                </TextButton>
              }
            />
          ))}
        </RowList>
      )}
    </Section>
  )
}
