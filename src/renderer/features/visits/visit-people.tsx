import { Button, NativeSelect } from '@mantine/core'
import { ROLES, type Member, type Role } from '@shared/domain/member.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useCallWords } from '../../records/call-words.ts'
import { useCopy } from '../../records/use-copy.ts'
import { useRecords, useScope } from '../../records/use-records.ts'
import { usePreferences, useProfile, useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { MemberLaptops } from './member-laptops.tsx'
import classes from './visit-page.module.css'

type VisitPeopleProps = { readonly visit: Visit; readonly isOpen: boolean; readonly onClose: () => void }

/** Who may read and write this visit. The names are here offline; invitations and roles need the ministry's server. */
export function VisitPeople({ visit, isOpen, onClose }: VisitPeopleProps) {
  const { t } = useTranslation()
  return (
    <Dialog kind="panel" title={t('people.title')} isOpen={isOpen} onClose={onClose}>
      {isOpen && <People visit={visit} />}
    </Dialog>
  )
}

function People({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const { account } = useProfile()
  const members = useRecords(visit.id, 'member')
  const role = useScope(visit.id)?.state.role ?? null
  const [problem, setProblem] = useState<CallError | null>(null)
  const callWords = useCallWords()
  if (account === null && members.length === 0) {
    return <Notice actions={<TextButton href="#/exchange">{t('place.exchange')}</TextButton>}>{t('people.alone')}</Notice>
  }
  if (members.length === 0) return <Notice>{t('people.notSent')}</Notice>
  const isOwner = account !== null && role === 'owner'
  return (
    <>
      {problem !== null && <ErrorNotice {...callWords(problem)} />}
      <ul>
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            visit={visit}
            canChange={isOwner}
            // Somebody has to stay who lets others in.
            mayLeave={account !== null && members.some((other) => other !== member && other.role === 'owner')}
            onProblem={setProblem}
          />
        ))}
      </ul>
      {isOwner && (
        <div className={classes.panelGap}>
          <MemberLaptops visitId={visit.id} onProblem={setProblem} />
        </div>
      )}
      <div className={classes.panelGap}>
        {isOwner ? <Invite visitId={visit.id} onProblem={setProblem} /> : <p className={classes.muted}>{t('people.onlyOwner')}</p>}
      </div>
    </>
  )
}

type MemberRowProps = {
  readonly member: Member
  readonly visit: Visit
  readonly canChange: boolean
  readonly mayLeave: boolean
  readonly onProblem: (problem: CallError | null) => void
}

function MemberRow({ member, visit, canChange, mayLeave, onProblem }: MemberRowProps) {
  const { t } = useTranslation()
  const { session, sync, identity } = useWorkspace()
  const confirm = useConfirm()
  const name = member.name ?? t('kind.member')
  const isMe = member.devices?.includes(identity.deviceId) ?? false
  const change = async (role: Role | null): Promise<void> => {
    if (member.personId === null) return
    const reply = await session.call('changeMember', { scope: visit.id, body: { personId: member.personId, role } })
    onProblem(reply.ok ? null : reply.error.code)
    // The server wrote the new role into the visit; it comes back with the next round.
    if (reply.ok) await sync.syncNow()
  }
  const remove = async (): Promise<void> => {
    const isSure = await confirm({
      title: t('people.removeTitle', { name }),
      body: t('people.removeText'),
      confirmLabel: t('people.remove'),
      isDanger: true,
    })
    if (isSure) await change(null)
  }
  const leave = async (): Promise<void> => {
    const isSure = await confirm({
      title: t('people.leaveTitle', { title: visit.title ?? t('kind.visit') }),
      body: t('people.leaveText'),
      confirmLabel: t('people.leave'),
      isDanger: true,
    })
    if (isSure) await change(null)
  }
  return (
    <li className={classes.member}>
      <span className={classes.memberName}>
        <Words>{name}</Words> {isMe && <span className={classes.muted}>{t('people.you')}</span>}
      </span>
      {canChange && !isMe ? (
        <>
          <NativeSelect
            aria-label={t('people.roleOf', { name })}
            value={member.role ?? 'reader'}
            data={ROLES.map((role) => ({ value: role, label: t(`people.role.${role}`) }))}
            onChange={(event) => void change(ROLES.find((role) => role === event.currentTarget.value) ?? 'reader')}
          />
          <TextButton isDanger label={t('people.removeOf', { name })} onClick={() => void remove()}>
            {t('people.remove')}
          </TextButton>
        </>
      ) : (
        <span className={classes.muted}>{t(`people.role.${member.role ?? 'reader'}`)}</span>
      )}
      {isMe && mayLeave && (
        <TextButton isDanger onClick={() => void leave()}>
          {t('people.leave')}
        </TextButton>
      )}
    </li>
  )
}

type InviteProps = { readonly visitId: string; readonly onProblem: (problem: CallError | null) => void }

function Invite({ visitId, onProblem }: InviteProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { ministryZone } = usePreferences()
  const { session, database } = useWorkspace()
  const copy = useCopy()
  const [role, setRole] = useState<Role>('editor')
  const [invitation, setInvitation] = useState<{ code: string; expiresAt: number } | null>(null)
  const invite = async (): Promise<void> => {
    const reply = await session.call('invite', { scope: visitId, body: { role } })
    onProblem(reply.ok ? null : reply.error.code)
    setInvitation(reply.ok ? reply.value : null)
  }
  return (
    <Section title={t('people.invite')}>
      <div className={classes.stack}>
        <NativeSelect
          label={t('people.inviteAs')}
          value={role}
          data={ROLES.map((one) => ({ value: one, label: t(`people.role.${one}`) }))}
          onChange={(event) => setRole(ROLES.find((one) => one === event.currentTarget.value) ?? 'reader')}
        />
        <Button variant="default" onClick={() => void invite()}>
          {t('people.makeCode')}
        </Button>
        {invitation !== null && (
          <Notice actions={<TextButton onClick={() => void copy(invitation.code)}>{t('people.copy')}</TextButton>}>
            <span className={classes.muted}>{t('people.code')}</span>
            <p className={classes.code}>{invitation.code}</p>
            {t('people.codeHint', { until: formats.momentIn(ministryZone, invitation.expiresAt, database.host.now()) })}
          </Notice>
        )}
      </div>
    </Section>
  )
}
