import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { LaptopList } from '../../records/laptop-list.tsx'
import type { Laptop } from '../../records/laptops.ts'
import { useAsked } from '../../records/use-asked.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import type { CallError } from '../../sync/transport.ts'
import { Section } from '../../ui/section.tsx'
import classes from './visit-page.module.css'

type MemberLaptopsProps = { readonly visitId: string; readonly onProblem: (problem: CallError | null) => void }

/** For an owner: the laptops of everybody in the visit, and the way to shut a lost one out. */
export function MemberLaptops({ visitId, onProblem }: MemberLaptopsProps) {
  const { t } = useTranslation()
  const { session, identity } = useWorkspace()
  // Names and roles are here offline; laptops are known to the ministry alone.
  const { answer, isUnknown, askAgain } = useAsked(useCallback(() => session.call('memberDevices', { scope: visitId }), [session, visitId]))
  const report = async (personId: string, { id }: Laptop): Promise<void> => {
    const reply = await session.call('revokeMemberDevice', { scope: visitId, body: { personId, device: id } })
    onProblem(reply.ok ? null : reply.error.code)
    await askAgain()
  }
  return (
    <Section title={t('laptops.title')}>
      {isUnknown && <p>{t('laptops.unknown')}</p>}
      <div className={classes.laptops}>
        {answer?.members.map(({ personId, name, devices }) => (
          <Section key={personId} level={3} title={name} count={devices.length}>
            <LaptopList
              label={name}
              laptops={devices}
              thisDevice={identity.deviceId}
              owner={name}
              onLost={(laptop) => report(personId, laptop)}
            />
          </Section>
        ))}
      </div>
    </Section>
  )
}
