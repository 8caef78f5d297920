import {
  IconAddressBook,
  IconBuilding,
  IconCalendarEvent,
  IconChecks,
  IconFlag,
  IconGitFork,
  IconLink,
  IconNotes,
  IconPaperclip,
  IconQuestionMark,
  IconRoute,
  IconUser,
  IconUsers,
  type Icon,
} from '@tabler/icons-react'
import type { Kind } from '@shared/domain/tables.ts'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { MarkChip } from '../ui/mark-chip.tsx'
import { Words } from '../ui/words.tsx'
import { recordPath } from './record-place.ts'
import { recordName, type RecordRef } from './record-name.ts'
import { useRecord, useScope } from './use-records.ts'
import classes from './record-link.module.css'

type RecordLinkProps = RecordRef & {
  readonly scope: string
  /** Instead of the record's own title. */
  readonly children?: string
  readonly hasIcon?: boolean
}

/** Icon, title and the way to the page of any record. A record without a title shows its kind. */
export function RecordLink({ scope, kind, id, children, hasIcon = true }: RecordLinkProps) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const live = useScope(scope)
  const title = children ?? recordName(live, { kind, id }, language)
  return (
    <a className={classes.link} href={`#${recordPath(scope, { kind, id }, live)}`}>
      {hasIcon && <RecordIcon scope={scope} kind={kind} id={id} />}
      <span className="sn-ellipsis">{title === '' ? t(`kind.${kind}`) : <Words>{title}</Words>}</span>
    </a>
  )
}

/** The title of a record that is at hand; its kind where it says nothing yet. */
export function RecordTitle({ kind, title }: { readonly kind: Kind; readonly title: string | null }) {
  const { t } = useTranslation()
  const line = title?.trim().split('\n')[0] ?? ''
  return line === '' ? t(`kind.${kind}`) : <Words>{line}</Words>
}

/** The sign of a record: the chip of what was settled or promised, else the icon of its kind. */
export function RecordIcon({ scope, kind, id }: RecordRef & { readonly scope: string }) {
  const commitment = useRecord(scope, 'commitment', id)
  if (kind === 'agreement') return <MarkChip mark="agreed" />
  if (kind === 'commitment') return <MarkChip mark={commitment?.direction === 'they-owe' ? 'theirs' : 'owe'} />
  if (kind === 'openQuestion') return <MarkChip mark="open" />
  const KindIcon = ICONS[kind]
  return <KindIcon {...SMALL_ICON} />
}

/** Opens the page of a record, or any other path of the app such as `/visits`. */
export function useGoTo(): (path: string) => void {
  const router = useRouter()
  return (path) => router.history.push(path)
}

const ICONS: Readonly<Record<Kind, Icon>> = {
  visit: IconRoute,
  meeting: IconCalendarEvent,
  participant: IconUsers,
  meetingOrganization: IconLink,
  note: IconNotes,
  openQuestion: IconQuestionMark,
  attachment: IconPaperclip,
  organization: IconBuilding,
  contact: IconUser,
  agreement: IconFlag,
  agreementOrganization: IconLink,
  agreementProgramme: IconLink,
  commitment: IconFlag,
  programme: IconFlag,
  member: IconAddressBook,
  conflict: IconGitFork,
  review: IconChecks,
}
