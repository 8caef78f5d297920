import { GROUPINGS } from '@memos/content/request.ts'
import { useState } from 'react'
import type { OwnDocument, ParagraphChange } from '@memos/take-back.ts'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../db/templates.ts'
import { LANGUAGE_NAMES } from '../../lib/language.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { readDetails } from './document-drafts.ts'
import { FileDrop } from './file-drop.tsx'
import { requestOf, type MemoDetails } from './memo-choice.ts'
import classes from './memo.module.css'
import { choiceOfDocument } from './taken-back.ts'
import { useAskWorker } from './use-ask-worker.ts'
import { letterheadOf } from './use-templates.ts'
import { visitFilesOf } from './visit-files.ts'

const LARGEST = 60 * 2 ** 20

type Result =
  | { readonly type: 'foreign' }
  | { readonly type: 'failed'; readonly message: string }
  | ({ readonly type: 'own'; readonly document: OwnDocument } & Compared)

/** `unknown`: the visit, or what the document is about, is not on this laptop. */
type Compared = { readonly records: 'same' | 'changed' | 'unknown'; readonly changes: readonly ParagraphChange[] }

/** A document that came back: which one it is, whether the records have moved on, and what somebody changed in Word. */
export function TakeBack({ templates }: { readonly templates: readonly Template[] }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const [result, setResult] = useState<Result | null>(null)
  const { ask, percent } = useAskWorker()
  const compare = async (document: OwnDocument): Promise<Compared> => {
    const unknown = { records: 'unknown', changes: [] } as const
    const scope = document.visitId
    if (scope === undefined || workspace.live.store.getState().scopes[scope] === undefined) return unknown
    const choice = choiceOfDocument(document)
    const files = await visitFilesOf(workspace, scope, choice)
    const details = await readDetails(workspace.database, scope, choice)
    const options = requestOf(files, choice, { ...details, ...registerOf(document) })
    if (options === null) return unknown
    const reply = await ask({
      type: 'compare',
      file: files.file,
      options,
      letterhead: letterheadOf(templates, choice)?.bytes,
      paragraphs: document.paragraphs,
    })
    if (reply.type !== 'compared') throw new Error(reply.type === 'failed' ? reply.message : reply.type)
    return { records: reply.recordSha256 === document.recordSha256 ? 'same' : 'changed', changes: reply.changes }
  }
  const read = async (file: File): Promise<void> => {
    setResult(null)
    if (file.size > LARGEST) return setResult({ type: 'foreign' })
    try {
      const reply = await ask({ type: 'recognise', bytes: new Uint8Array(await file.arrayBuffer()) })
      if (reply.type !== 'recognised') throw new Error(reply.type === 'failed' ? reply.message : reply.type)
      if (reply.document === null) return setResult({ type: 'foreign' })
      setResult({ type: 'own', document: reply.document, ...(await compare(reply.document)) })
    } catch (error) {
      setResult({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <div className={classes.choices}>
      <p className={classes.why}>{t('documents.takeBack.why')}</p>
      <FileDrop label={t('documents.takeBack.file')} hint={t('documents.takeBack.drop')} onFile={(file) => void read(file)} />
      <div role="status">{percent !== null && t('documents.takeBack.reading')}</div>
      {result?.type === 'foreign' && <Notice tone="open">{t('documents.takeBack.foreign')}</Notice>}
      {result?.type === 'failed' && <ErrorNotice what={t('documents.takeBack.failed')} todo={result.message} />}
      {result?.type === 'own' && <Recognised {...result} />}
    </div>
  )
}

/** What a register says of itself beside its choice. */
function registerOf({ grouping, organizationId }: OwnDocument): MemoDetails {
  const known = GROUPINGS.find((one) => one === grouping)
  return { ...(known === undefined ? {} : { grouping: known }), ...(organizationId === undefined ? {} : { organizationId }) }
}

const languageNames = ({ language, secondLanguage }: OwnDocument): string =>
  [language, ...(secondLanguage === undefined ? [] : [secondLanguage])].map((one) => LANGUAGE_NAMES[one]).join(' / ')

function Recognised({ document, records, changes }: Extract<Result, { type: 'own' }>) {
  const { t } = useTranslation()
  return (
    <>
      <DescriptionList
        items={[
          { label: t('documents.fields.title'), value: document.title },
          { label: t('memo.kind'), value: t(`memo.kinds.${document.kind}`) },
          { label: t('memo.language'), value: languageNames(document) },
          { label: t('documents.audience'), value: t(`documents.audiences.${document.audience}`) },
        ]}
      />
      <Notice tone={document.isTextEdited ? 'owe' : 'agreed'}>
        {t(document.isTextEdited ? 'documents.takeBack.edited' : 'documents.takeBack.notEdited')}
      </Notice>
      <Notice tone={records === 'same' ? 'agreed' : 'open'}>{t(`documents.takeBack.records.${records}`)}</Notice>
      {changes.length > 0 && (
        <Section title={t('documents.takeBack.changes')} count={changes.length} level={3}>
          {document.isTextEdited && records === 'changed' && <p className={classes.why}>{t('documents.takeBack.bothChanged')}</p>}
          <ul className={classes.changes}>
            {changes.map((change, index) => (
              // Two paragraphs may say the same: their place tells them apart.
              <li key={`${index} ${change.text}`}>
                <span className={classes.changeType}>{t(`documents.takeBack.change.${change.type}`)}</span>
                {change.type === 'changed' && <del>{change.before}</del>}
                {change.type === 'removed' ? <del>{change.text}</del> : <ins>{change.text}</ins>}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
