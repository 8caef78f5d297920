import { ActionIcon, NativeSelect, Popover } from '@mantine/core'
import { PARTICIPANT_ROLES } from '@shared/domain/participant.ts'
import { displayName } from '@shared/domain/person-name.ts'
import { IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { AutosaveField } from '../../records/autosave-field.tsx'
import { EditorFields, ForEditors } from '../../records/for-editors.tsx'
import { useGoTo } from '../../records/record-link.tsx'
import { RecordPicker } from '../../records/record-picker.tsx'
import { useCommit } from '../../records/use-commit.ts'
import { useRecord, useRecords } from '../../records/use-records.ts'
import { initialsOf, PersonChip } from '../../ui/avatar.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { participantChange, rankChanges, removalOfParticipant, roleChange, type ParticipantRole } from './meeting-commands.ts'
import classes from './meeting-page.module.css'
import { sidesOf, type Attendee } from './meeting-queries.ts'

type ParticipantsProps = { readonly scope: string; readonly meetingId: string }

/** Both sides of the table, each by rank. */
export function MeetingParticipants({ scope, meetingId }: ParticipantsProps) {
  const { t } = useTranslation()
  const participants = useRecords(scope, 'participant')
  const contacts = useRecords(scope, 'contact')
  const links = useRecords(scope, 'meetingOrganization')
  const sides = useMemo(() => sidesOf(meetingId, participants, contacts), [meetingId, participants, contacts])
  const counterparts = links.filter((link) => link.meetingId === meetingId)
  const organization = useRecord(scope, 'organization', counterparts.length === 1 ? (counterparts[0]?.organizationId ?? '') : '')
  const theirName = organization?.shortName ?? organization?.name
  const theirLabel = theirName == null ? t('meeting.theirSide') : t('meeting.sideOf', { name: theirName })
  return (
    <div className={classes.sides}>
      <Side scope={scope} meetingId={meetingId} side="ours" label={t('meeting.ourSide')} attendees={sides.ours} />
      <Side scope={scope} meetingId={meetingId} side="theirs" label={theirLabel} attendees={sides.theirs} />
    </div>
  )
}

type SideProps = ParticipantsProps & { readonly side: 'ours' | 'theirs'; readonly label: string; readonly attendees: readonly Attendee[] }

function Side({ scope, meetingId, side, label, attendees }: SideProps) {
  const { t } = useTranslation()
  const commit = useCommit(scope)
  const [isAdding, setIsAdding] = useState(false)
  const addLabel = t(side === 'ours' ? 'meeting.addOurs' : 'meeting.addTheirs')
  const add = (contactId: string | null): void => {
    if (contactId === null) return
    void commit([participantChange(meetingId, contactId, attendees)])
    setIsAdding(false)
  }
  return (
    <section className={classes.side} aria-label={label}>
      <h2 className={classes.sideHead}>{label}</h2>
      <ul className={classes.people}>
        {attendees.map((attendee) => (
          <li key={attendee.participant.id}>
            <Person attendee={attendee} side={side} attendees={attendees} />
          </li>
        ))}
        <ForEditors scope={scope}>
          <li data-no-print>
            <Popover opened={isAdding} onChange={setIsAdding} position="bottom-start" shadow="md" withinPortal trapFocus returnFocus>
              <Popover.Target>
                <ActionIcon
                  id={side === 'ours' ? 'meeting-our-side' : 'meeting-their-people'}
                  size={24}
                  aria-label={addLabel}
                  title={addLabel}
                  onClick={() => setIsAdding(!isAdding)}
                >
                  <IconPlus {...SMALL_ICON} />
                </ActionIcon>
              </Popover.Target>
              <Popover.Dropdown>
                <div className={classes.personForm}>
                  <RecordPicker
                    scope={scope}
                    kind="contact"
                    side={side}
                    label={addLabel}
                    value={null}
                    without={attendees.map(({ contact }) => contact.id)}
                    onChange={add}
                    autoFocus
                  />
                </div>
              </Popover.Dropdown>
            </Popover>
          </li>
        </ForEditors>
      </ul>
    </section>
  )
}

type PersonProps = { readonly attendee: Attendee; readonly side: 'ours' | 'theirs'; readonly attendees: readonly Attendee[] }

function Person({ attendee, side, attendees }: PersonProps) {
  const { contact, participant } = attendee
  const { t } = useTranslation()
  const { language } = useFormats()
  const [isOpen, setIsOpen] = useState(false)
  const name = displayName(contact, language) || t('kind.contact')
  const role = participant.roleWords ?? (participant.role === null ? contact.posts?.[0]?.title : t(`value.${participant.role}`))
  return (
    <Popover withRoles={false} opened={isOpen} onChange={setIsOpen} position="bottom-start" shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <span style={{ display: 'inline-flex', maxWidth: '100%' }}>
          <PersonChip initials={initialsOf(name)} tone={side === 'ours' ? 'ours' : 'other'} onOpen={() => setIsOpen(!isOpen)}>
            <Words>{name}</Words>
            {role != null && <span className={classes.role}>, {role}</span>}
          </PersonChip>
        </span>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        {isOpen && <PersonForm attendee={attendee} side={side} attendees={attendees} />}
      </Popover.Dropdown>
    </Popover>
  )
}

/** The person's part in this meeting: role, order, and the way out. */
function PersonForm({ attendee: { contact, participant }, attendees }: PersonProps) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const commit = useCommit(participant.scope)
  const roles = PARTICIPANT_ROLES.map((role) => ({ value: role, label: t(`value.${role}`) }))
  const at = attendees.findIndex((one) => one.participant.id === participant.id)
  return (
    <div className={classes.personForm}>
      <EditorFields scope={participant.scope}>
        <NativeSelect
          label={t('field.role')}
          data={[{ value: '', label: t('value.empty') }, ...roles]}
          value={participant.role ?? ''}
          onChange={(event) => void commit([roleChange(participant.id, (event.currentTarget.value || null) as ParticipantRole | null)])}
        />
        <AutosaveField
          record={{ scope: participant.scope, kind: 'participant', id: participant.id }}
          field="roleWords"
          label={t('field.roleWords')}
          value={participant.roleWords}
        />
      </EditorFields>
      <span className={classes.personActions}>
        <ForEditors scope={participant.scope}>
          {at > 0 && <TextButton onClick={() => void commit(rankChanges(attendees, participant.id, -1))}>{t('meeting.rankUp')}</TextButton>}
          {at < attendees.length - 1 && (
            <TextButton onClick={() => void commit(rankChanges(attendees, participant.id, 1))}>{t('meeting.rankDown')}</TextButton>
          )}
        </ForEditors>
        <TextButton onClick={() => goTo(`/directory?contact=${contact.id}`)}>{t('meeting.openContact')}</TextButton>
        <ForEditors scope={participant.scope}>
          <TextButton isDanger onClick={() => void commit([removalOfParticipant(participant.id)], t('meeting.personRemoved'))}>
            {t('meeting.removePerson')}
          </TextButton>
        </ForEditors>
      </span>
    </div>
  )
}
