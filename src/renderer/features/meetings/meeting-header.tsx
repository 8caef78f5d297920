import { ActionIcon, Button, Menu } from '@mantine/core'
import type { Meeting } from '@shared/domain/meeting.ts'
import {
  IconBuilding,
  IconCalendar,
  IconChevronDown,
  IconChevronUp,
  IconClock,
  IconDots,
  IconFileTypeDocx,
  IconLanguage,
  IconMapPin,
  IconPencil,
} from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { languageOfText } from '../../lib/language.ts'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { zoneClock } from '../../lib/zone-time.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { useMayEdit } from '../../records/may-write.ts'
import { RecordHistory } from '../../records/record-history.tsx'
import { RecordLink, useGoTo } from '../../records/record-link.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { RecordReceipt } from '../../records/record-receipt.tsx'
import { useRecords } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { PageHeader } from '../../ui/screen.tsx'
import { StateDot } from '../../ui/state-dot.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { stateChange } from './meeting-commands.ts'
import classes from './meeting-page.module.css'
import { MeetingParticipants } from './meeting-participants.tsx'
import { isNow } from './meeting-queries.ts'

type MeetingHeaderProps = {
  readonly meeting: Meeting
  readonly zone: string
  readonly isFolded: boolean
  readonly onFold: () => void
  readonly onExport: () => void
  readonly onFacts: () => void
  readonly onPrepare: () => void
  readonly onMove: () => void
}

/** Title, when, where, who; folded to one line there is more room to write. */
export function MeetingHeader(props: MeetingHeaderProps) {
  const { meeting, isFolded, onFold, onExport, onFacts } = props
  const { t } = useTranslation()
  const { language } = useFormats()
  const title = meeting.title ?? t('kind.meeting')
  const foldLabel = t(isFolded ? 'meeting.unfold' : 'meeting.fold')
  return (
    <PageHeader
      title={meeting.state === 'cancelled' ? <s>{title}</s> : title}
      titleLanguage={languageOfText(title, language)}
      actions={
        <>
          <Button variant="default" leftSection={<IconPencil {...SMALL_ICON} />} onClick={onFacts}>
            {t('meeting.facts')}
          </Button>
          <Button leftSection={<IconFileTypeDocx {...SMALL_ICON} />} onClick={onExport}>
            {t('memo.export')}
          </Button>
          <ActionIcon variant="default" aria-label={foldLabel} title={foldLabel} aria-expanded={!isFolded} onClick={onFold}>
            {isFolded ? <IconChevronDown {...SMALL_ICON} /> : <IconChevronUp {...SMALL_ICON} />}
          </ActionIcon>
          <MoreMenu {...props} />
        </>
      }
      below={
        <div className={classes.below}>
          <FactLine {...props} />
          {!isFolded && (
            <>
              {meeting.subject !== null && (
                <p className={classes.subject}>
                  <Words>{meeting.subject}</Words>
                </p>
              )}
              <MeetingParticipants scope={meeting.scope} meetingId={meeting.id} />
              <PrintedResults meeting={meeting} />
            </>
          )}
        </div>
      }
    />
  )
}

function FactLine({ meeting, zone, onFacts }: MeetingHeaderProps) {
  const { t } = useTranslation()
  const mayEdit = useMayEdit(meeting.scope)
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const links = useRecords(meeting.scope, 'meetingOrganization').filter((link) => link.meetingId === meeting.id)
  return (
    <ul className={classes.facts}>
      <Fact icon={<IconCalendar {...SMALL_ICON} />} label={t('meeting.day')}>
        {meeting.start === null ? (
          mayEdit ? (
            <TextButton onClick={onFacts}>{t('meeting.setDate')}</TextButton>
          ) : (
            t('meeting.noDate')
          )
        ) : (
          formats.day(meeting.start, 'weekday')
        )}
      </Fact>
      {meeting.start !== null && (
        <Fact icon={<IconClock {...SMALL_ICON} />} label={t('meeting.time')}>
          {formats.inZones({ start: meeting.start, end: meeting.end, zone, otherZone: ministryZone }).map((span, index) => (
            <span key={span.city} className={index === 0 ? classes.here : classes.there}>
              <span className={classes.times}>{span.times}</span> {span.city}
            </span>
          ))}
        </Fact>
      )}
      {links.map((link) =>
        link.organizationId === null ? null : (
          <Fact key={link.id} icon={<IconBuilding {...SMALL_ICON} />} label={t('field.organizationId')}>
            <RecordLink scope={meeting.scope} kind="organization" id={link.organizationId} hasIcon={false} />
          </Fact>
        ),
      )}
      {meeting.place !== null && (
        <Fact icon={<IconMapPin {...SMALL_ICON} />} label={t('field.place')}>
          <Words>{meeting.place}</Words>
        </Fact>
      )}
      {meeting.spokenLanguages !== null && (
        <Fact icon={<IconLanguage {...SMALL_ICON} />} label={t('field.spokenLanguages')}>
          <Words>{meeting.spokenLanguages}</Words>
        </Fact>
      )}
      <MeetingState meeting={meeting} zone={zone} />
      <li>
        <RecordReceipt scope={meeting.scope} kind="meeting" id={meeting.id} isLong />
      </li>
    </ul>
  )
}

function MeetingState({ meeting, zone }: { readonly meeting: Meeting; readonly zone: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = isNow(meeting, zoneClock(zone).localAt(useNow()))
  const state = meeting.state ?? 'planned'
  const shape = now ? 'dot' : state === 'held' ? 'tick' : state === 'cancelled' ? 'cross' : 'ring'
  return (
    <>
      <Fact icon={<StateDot shape={shape} />} label={t('field.state')}>
        <span className={now ? classes.now : undefined}>{now ? t('meeting.now') : t(`value.${state}`)}</span>
      </Fact>
      {meeting.walkIn === true && <li>{t('meeting.walkIn')}</li>}
      {meeting.format === 'online' && <li>{t('value.online')}</li>}
      {meeting.movedFrom !== null && (
        <li>{t('meeting.movedFrom', { when: `${formats.day(meeting.movedFrom, 'weekday')}, ${formats.time(meeting.movedFrom)}` })}</li>
      )}
    </>
  )
}

function Fact({ icon, label, children }: { readonly icon: ReactNode; readonly label: string; readonly children: ReactNode }) {
  return (
    <li className={classes.fact} title={label}>
      {icon}
      <span className="sn-hidden">{label}</span>
      {children}
    </li>
  )
}

/** On paper the results belong under the facts; on the screen they stand in the facts panel. */
function PrintedResults({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation()
  return (
    <div className={classes.printed}>
      {meeting.summary !== null && (
        <p>
          <b>{t('field.summary')}</b> {meeting.summary}
        </p>
      )}
      {meeting.nextStep !== null && (
        <p>
          <b>{t('field.nextStep')}</b> {meeting.nextStep}
        </p>
      )}
    </div>
  )
}

function MoreMenu({ meeting, onMove, onPrepare }: MeetingHeaderProps) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const mayEdit = useMayEdit(meeting.scope)
  const commit = useCommit(meeting.scope)
  const deleteRecord = useDeleteRecord()
  const [hasHistory, setHasHistory] = useState(false)
  const remove = async (): Promise<void> => {
    if (await deleteRecord({ scope: meeting.scope, kind: 'meeting', id: meeting.id })) goTo(`/visit/${meeting.scope}/meetings`)
  }
  const setState = (state: 'planned' | 'held' | 'cancelled'): void => void commit([stateChange(meeting, state)], t('meeting.stateChanged'))
  return (
    <>
      <Menu position="bottom-end" shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={t('meeting.more')} title={t('meeting.more')}>
            <IconDots {...SMALL_ICON} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item rightSection={<KeyCaps combo="alt+B" />} onClick={onPrepare}>
            {t('meeting.prepare')}
          </Menu.Item>
          <Menu.Item onClick={() => goTo(`/visit/${meeting.scope}/documents?kind=brief&meeting=${meeting.id}`)}>
            {t('memo.onePageBefore')}
          </Menu.Item>
          {mayEdit && meeting.state !== 'held' && (
            <Menu.Item rightSection={<KeyCaps combo="mod+Enter" />} onClick={() => setState('held')}>
              {t('meeting.finish')}
            </Menu.Item>
          )}
          {mayEdit && (meeting.state ?? 'planned') === 'planned' && <Menu.Item onClick={onMove}>{t('meeting.move')}</Menu.Item>}
          {mayEdit && (meeting.state ?? 'planned') === 'planned' && (
            <Menu.Item onClick={() => setState('cancelled')}>{t('meeting.cancel')}</Menu.Item>
          )}
          {mayEdit && meeting.state !== 'planned' && meeting.state !== null && (
            <Menu.Item onClick={() => setState('planned')}>{t('meeting.planAgain')}</Menu.Item>
          )}
          <Menu.Item rightSection={<KeyCaps combo="mod+P" />} onClick={() => window.print()}>
            {t('meeting.print')}
          </Menu.Item>
          <Menu.Item onClick={() => setHasHistory(true)}>{t('history.open')}</Menu.Item>
          <ForEditors scope={meeting.scope}>
            <Menu.Divider />
            <Menu.Item color="madder" onClick={() => void remove()}>
              {t('meeting.delete')}
            </Menu.Item>
          </ForEditors>
        </Menu.Dropdown>
      </Menu>
      <Dialog kind="panel" title={t('history.title')} isOpen={hasHistory} onClose={() => setHasHistory(false)}>
        {hasHistory && <RecordHistory scope={meeting.scope} kind="meeting" id={meeting.id} />}
      </Dialog>
    </>
  )
}
