import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ForEditors } from '../../records/for-editors.tsx'
import { useRecordPanel } from '../../records/record-panel.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MarkWord } from '../../ui/mark-chip.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { TextButton } from '../../ui/text-button.tsx'

/** Shown until the first agreement or commitment: an example of three, and where they come from. */
export function EmptyRegister({ scope }: { readonly scope: string }) {
  const { t } = useTranslation()
  const openPanel = useRecordPanel()
  return (
    <Screen>
      <PageHeader title={t('place.register')} />
      <EmptyState
        example={
          <>
            <MarkWord mark="agreed">{t('register.example.agreed')}</MarkWord>
            <MarkWord mark="owe">{t('register.example.owe')}</MarkWord>
            <MarkWord mark="theirs">{t('register.example.theirs')}</MarkWord>
          </>
        }
        title={t('register.empty')}
        actions={
          <ForEditors scope={scope}>
            <Button onClick={() => openPanel({ kind: 'agreement', scope, id: null })}>{t('register.addAgreement')}</Button>
            <TextButton onClick={() => openPanel({ kind: 'commitment', scope, id: null })}>{t('register.addCommitment')}</TextButton>
          </ForEditors>
        }
      >
        {t('register.emptyText')}
      </EmptyState>
    </Screen>
  )
}
