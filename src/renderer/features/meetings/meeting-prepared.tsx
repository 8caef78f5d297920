import { isPrepared, type Meeting, type PreparedText } from '@shared/domain/meeting.ts'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ForEditors } from '../../records/for-editors.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { MarkChip } from '../../ui/mark-chip.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { pointsOf } from './prepare-commands.ts'
import classes from './prepare.module.css'

type MeetingPreparedProps = { readonly meeting: Meeting; readonly onPrepare: (field: string) => void }

/**
 * What was prepared, to glance at while writing. Nothing prepared: one quiet line before the meeting, nothing after it.
 * It opens by itself until the meeting is held.
 */
export function MeetingPrepared({ meeting, onPrepare }: MeetingPreparedProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const isOpen = chosen ?? meeting.state !== 'held'
  if (!isPrepared(meeting)) {
    if (meeting.state === 'held' || meeting.state === 'cancelled') return null
    return (
      <div data-no-print>
        <ForEditors scope={meeting.scope}>
          <TextButton onClick={() => onPrepare('objectives')}>{t('meeting.prepareThis')}</TextButton>
        </ForEditors>
      </div>
    )
  }
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <section className={classes.prepared} aria-label={t('meeting.prepared')} data-no-print>
      <div className={classes.head}>
        <h2>
          <button type="button" className={classes.fold} aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
            <Chevron {...SMALL_ICON} />
            {t('meeting.prepared')}
          </button>
        </h2>
        <ForEditors scope={meeting.scope}>
          <TextButton onClick={() => onPrepare('objectives')} label={`${t('meeting.editPrepared')}: ${t('meeting.prepared')}`}>
            {t('meeting.editPrepared')}
          </TextButton>
        </ForEditors>
      </div>
      {isOpen && <PreparedWords meeting={meeting} />}
    </section>
  )
}

function PreparedWords({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation()
  const objectives = meeting.objectives ?? []
  return (
    <>
      {objectives.length > 0 && (
        <Part title={t('field.objectives')}>
          <ol>
            {objectives.map(({ text, success }, index) => (
              // Objectives have no ids; their order is their identity.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <Words>{text}</Words>
                {success !== null && (
                  <span className={classes.success}>
                    <Words>{success}</Words>
                  </span>
                )}
              </li>
            ))}
          </ol>
        </Part>
      )}
      <Points meeting={meeting} field="pointsToMake" />
      <Points meeting={meeting} field="ifRaised" />
      <Points meeting={meeting} field="questionsToAsk" />
      <Points meeting={meeting} field="theirPoints" />
      <Points meeting={meeting} field="backgroundToUse" />
      <Points meeting={meeting} field="backgroundNotToDisclose" isInternal />
      <Points meeting={meeting} field="gettingThere" />
      <Points meeting={meeting} field="dressAndGifts" />
    </>
  )
}

type PointsProps = { readonly meeting: Meeting; readonly field: PreparedText; readonly isInternal?: boolean }

function Points({ meeting, field, isInternal = false }: PointsProps) {
  const { t } = useTranslation()
  const points = pointsOf(meeting[field])
  if (points.length === 0) return null
  return (
    <Part title={t(`field.${field}`)} isInternal={isInternal}>
      <ul>
        {points.map((point, index) => (
          // Two lines may say the same.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <Words>{point}</Words>
          </li>
        ))}
      </ul>
    </Part>
  )
}

type PartProps = { readonly title: string; readonly isInternal?: boolean; readonly children: ReactNode }

function Part({ title, isInternal = false, children }: PartProps) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3>
        {isInternal && (
          <span aria-hidden style={{ display: 'contents' }}>
            <MarkChip mark="internal" />
          </span>
        )}
        {title}
      </h3>
      {children}
    </section>
  )
}
