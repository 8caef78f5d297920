import type { MissingPart } from '@memos/content/missing.ts'
import type { MemoEdits } from '@memos/content/request.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { recordPath } from '../../records/record-place.ts'
import { useScope } from '../../records/use-records.ts'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { fieldId } from './document-fields.tsx'
import { gapAddress, gapsByRecord } from './memo-choice.ts'
import classes from './memo.module.css'

/** Of a long visit so many records are listed at first: what the paper says should not be far below. */
const SHOWN = 6

/** What the records do not say although the document asks for it, with the way to each field. */
export function MemoMissing({ scope, missing }: { readonly scope: string; readonly missing: readonly MissingPart[] }) {
  const { t } = useTranslation()
  const live = useScope(scope)
  const [isWhole, setIsWhole] = useState(false)
  const rows = gapsByRecord(missing)
  const shown = isWhole ? rows : rows.slice(0, SHOWN)
  if (rows.length === 0) {
    return (
      <Section title={t('memo.missing.title')}>
        <p className={classes.why}>{t('memo.missing.none')}</p>
      </Section>
    )
  }
  return (
    <Section title={t('memo.missing.title')} count={missing.length}>
      <p className={classes.why}>{t('memo.missing.why')}</p>
      <RowList label={t('memo.missing.title')}>
        {shown.map(({ kind, id, of, what }) => {
          const name = of === '' ? t(`kind.${kind}`) : of
          const path = recordPath(scope, { kind, id }, live)
          return (
            <ListRow
              key={id}
              wraps
              title={<Words>{name}</Words>}
              sub={
                <span className={classes.gaps}>
                  {what.map((one) => {
                    const word = t(`memo.missing.what.${one}`)
                    const field = PAPER_FIELDS[one]
                    return (
                      <TextButton
                        key={one}
                        {...(field === undefined ? { href: `#${gapAddress(path, kind, one)}` } : { onClick: () => focusOn(field) })}
                        label={t('memo.missing.fill', { what: word, of: name })}
                      >
                        {word}
                      </TextButton>
                    )
                  })}
                </span>
              }
            />
          )
        })}
      </RowList>
      {shown.length < rows.length && (
        <TextButton onClick={() => setIsWhole(true)}>{t('register.more', { count: rows.length - shown.length })}</TextButton>
      )}
    </Section>
  )
}

/** What stands in no record is filled in on this very screen. */
const PAPER_FIELDS: Readonly<Partial<Record<MissingPart['what'], keyof MemoEdits>>> = {
  'registration-number': 'registrationNumber',
  'document-day': 'documentDay',
  signatory: 'signatory',
}

const focusOn = (field: keyof MemoEdits): void => document.getElementById(fieldId(field))?.focus()
