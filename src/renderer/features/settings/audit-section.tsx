import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplyOf } from '@shared/sync/protocol.ts'
import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { useCallWords } from '../../records/call-words.ts'
import { useRecord } from '../../records/use-records.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { ErrorNotice } from '../../ui/notice.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'

type Entry = ReplyOf<'audit'>['entries'][number]

/** What people did at the ministry's server, newest first; never what is in a visit. Asked for by hand, because looking is written down too. */
export function AuditSection() {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const callWords = useCallWords()
  const [read, setRead] = useState<ReplyOf<'audit'> | null>(null)
  const [problem, setProblem] = useState<CallError | null>(null)
  const readOn = async (known: readonly Entry[]): Promise<void> => {
    const reply = await session.call('audit', { body: { before: known.at(-1)?.position ?? null } })
    setProblem(reply.ok ? null : reply.error.code)
    if (reply.ok) setRead({ entries: [...known, ...reply.value.entries], more: reply.value.more })
  }
  return (
    <Section
      title={t('settings.audit.title')}
      action={<TextButton onClick={() => void readOn([])}>{t(read ? 'settings.audit.again' : 'settings.audit.show')}</TextButton>}
    >
      {!read && <p>{t('settings.audit.what')}</p>}
      {problem !== null && <ErrorNotice {...callWords(problem)} />}
      {read && (
        <RowList label={t('settings.audit.title')}>
          {read.entries.map((entry) => (
            <EntryRow key={entry.position} entry={entry} />
          ))}
        </RowList>
      )}
      {read?.more === true && (
        <div>
          <TextButton onClick={() => void readOn(read.entries)}>{t('settings.audit.older')}</TextButton>
        </div>
      )}
    </Section>
  )
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow()
  const { ministryZone } = usePreferences()
  const { by, subject, scope, role, address } = entry
  const visit = useRecord(scope ?? '', 'visit', scope ?? '')
  const people = [by?.name ?? t('settings.audit.nobody'), ...(subject ? [subject.name] : [])]
  // An administrator who is not in the visit learns no more of it than that it is one.
  const place = scope === null ? [] : [visit?.title ?? t('settings.audit.visit', { id: scope.slice(0, 8) })]
  const details = [people.join(' → '), ...place, ...(role ? [t(`people.role.${role}`)] : []), address]
  return (
    <ListRow
      title={t(`settings.audit.did.${entry.action}`)}
      sub={details.join(' · ')}
      trailing={formats.momentIn(ministryZone, entry.at, now)}
    />
  )
}
