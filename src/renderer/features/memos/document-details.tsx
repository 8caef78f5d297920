import { NativeSelect } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { INTERFACE_LANGUAGES, LANGUAGE_NAMES } from '../../lib/language.ts'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Section } from '../../ui/section.tsx'
import { DocumentFields, type Named } from './document-fields.tsx'
import { DocumentNotices } from './document-notices.tsx'
import { HeldBack } from './held-back.tsx'
import { audiencesOf, presetsOf, type MemoChoice, type MemoDetails } from './memo-choice.ts'
import { MemoMissing } from './memo-missing.tsx'
import classes from './memo.module.css'
import type { MadeMemo } from './use-made-memo.ts'

type DocumentDetailsProps = {
  readonly scope: string
  readonly choice: MemoChoice
  readonly details: MemoDetails
  readonly organizations: readonly Named[]
  readonly made: MadeMemo
  /** The name of the letterhead's file that is used. */
  readonly letterhead: string | undefined
  readonly onChoose: (change: Readonly<Record<string, string | null>>) => void
  readonly onChange: (details: MemoDetails) => void
}

/** For whom first, because it changes all below; then how, what the paper says beside the records, and what it lacks. */
export function DocumentDetails({ scope, choice, details, organizations, made, letterhead, onChoose, onChange }: DocumentDetailsProps) {
  const { t } = useTranslation()
  const written = made.type === 'written' ? made.memo : null
  const audiences = audiencesOf(choice.kind)
  // A memorandum is what the papers of each language usually are.
  const presets = presetsOf(choice.kind).filter((preset) => preset !== 'memorandum')
  return (
    <>
      <div className={classes.choices}>
        <div>
          <span className={classes.label}>{t('documents.audience')}</span>
          {audiences.length > 1 ? (
            <Segmented
              label={t('documents.audience')}
              value={choice.audience}
              options={audiences.map((value) => ({ value, label: t(`documents.audiences.${value}`) }))}
              onChange={(audience) => onChoose({ audience })}
            />
          ) : (
            <span>{t(`documents.audiences.${choice.audience}`)}</span>
          )}
        </div>
        {choice.audience === 'shared' && written !== null && <HeldBack scope={scope} heldBack={written.heldBack} />}
        <Languages choice={choice} onChoose={onChoose} />
        {presets.length > 0 && (
          <NativeSelect
            label={t('documents.preset')}
            data={[
              ...(choice.kind === 'memcon' ? [{ value: '', label: t('documents.presets.own') }] : []),
              ...presets.map((preset) => ({ value: preset, label: t(`documents.presets.${preset as 'register'}`) })),
            ]}
            value={presets.find((preset) => preset === choice.preset) ?? (choice.kind === 'memcon' ? '' : (presets[0] ?? ''))}
            onChange={(event) => onChoose({ preset: event.currentTarget.value || null })}
          />
        )}
      </div>
      {written !== null && <MemoMissing scope={scope} missing={written.missing} />}
      {written !== null && <DocumentNotices scope={scope} notices={written.notices} />}
      {letterhead !== undefined && (
        <p className={classes.letterhead}>
          <IconCircleCheck {...SMALL_ICON} /> {t('documents.onLetterhead', { name: letterhead })}
        </p>
      )}
      <Section title={t('documents.paper')}>
        <DocumentFields choice={choice} details={details} organizations={organizations} onChange={onChange} />
      </Section>
    </>
  )
}

/** The language of the document, and of a second column beside it. */
function Languages({ choice, onChoose }: Pick<DocumentDetailsProps, 'choice' | 'onChoose'>) {
  const { t } = useTranslation()
  const names = INTERFACE_LANGUAGES.map((language) => ({ value: language as string, label: LANGUAGE_NAMES[language] }))
  return (
    <div className={classes.pair}>
      <NativeSelect
        label={t('memo.language')}
        data={names}
        value={choice.language}
        onChange={(event) => onChoose({ language: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('documents.secondLanguage')}
        data={[{ value: '', label: t('documents.oneLanguage') }, ...names.filter(({ value }) => value !== choice.language)]}
        value={choice.secondLanguage ?? ''}
        onChange={(event) => onChoose({ second: event.currentTarget.value || null })}
      />
    </div>
  )
}
