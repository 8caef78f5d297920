import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken, useCallWords } from '../../records/call-words.ts'
import { LaptopList } from '../../records/laptop-list.tsx'
import type { Laptop } from '../../records/laptops.ts'
import { useAsked } from '../../records/use-asked.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Section } from '../../ui/section.tsx'
import { useToasts } from '../../ui/toast.tsx'

/** The laptops of this account. Nothing while the ministry cannot be asked. */
export function OwnLaptops() {
  const { t } = useTranslation()
  const { session } = useWorkspace()
  const toasts = useToasts()
  const callWords = useCallWords()
  const { answer: known, askAgain } = useAsked(useCallback(() => session.call('devices'), [session]))
  const report = async ({ id }: Laptop): Promise<void> => {
    const reply = await session.call('revokeDevice', { body: { device: id } })
    if (!reply.ok) toasts.warn(spoken(callWords(reply.error.code)))
    await askAgain()
  }
  if (!known) return null
  return (
    <Section title={t('laptops.own')} count={known.devices.length}>
      <LaptopList label={t('laptops.own')} laptops={known.devices} thisDevice={known.thisDevice} onLost={report} />
    </Section>
  )
}
