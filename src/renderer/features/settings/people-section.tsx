import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsked } from '../../records/use-asked.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { Words } from '../../ui/words.tsx'
import { PersonAccount, type User } from './person-account.tsx'

/** For an administrator of the ministry's server: who has an account, what they may, and their laptops. */
export function PeopleSection() {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const { answer, isUnknown, askAgain } = useAsked(useCallback(() => session.call('users'), [session]))
  const [opened, setOpened] = useState<string | null>(null)
  const user = answer?.users.find(({ personId }) => personId === opened)
  return (
    <Section title={t('settings.people.title')} {...(answer ? { count: answer.users.length } : {})}>
      {isUnknown && <p>{t('settings.people.offline')}</p>}
      {answer && (
        <RowList label={t('settings.people.title')}>
          {answer.users.map((one) => (
            <UserRow key={one.personId} user={one} onOpen={() => setOpened(one.personId)} />
          ))}
        </RowList>
      )}
      <Dialog kind="panel" title={user && <Words>{user.name}</Words>} isOpen={user !== undefined} onClose={() => setOpened(null)}>
        {user && <PersonAccount user={user} onChanged={askAgain} />}
      </Dialog>
    </Section>
  )
}

function UserRow({ user, onOpen }: { readonly user: User; readonly onOpen: () => void }) {
  const { t } = useTranslation()
  const standing = [
    user.account,
    ...(user.isAdministrator ? [t('settings.people.administrator')] : []),
    ...(user.disabledAt === null ? [] : [t('settings.people.closed')]),
  ]
  return <ListRow title={<Words>{user.name}</Words>} sub={standing.join(' · ')} onOpen={onOpen} />
}
