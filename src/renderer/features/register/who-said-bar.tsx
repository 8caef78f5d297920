import { Button, TextInput } from '@mantine/core'
import type { AgreementStatus } from '@shared/domain/agreement.ts'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useCommit } from '../../records/use-commit.ts'
import { useScope } from '../../records/use-records.ts'
import { TextButton } from '../../ui/text-button.tsx'
import classes from './board.module.css'
import { saidBy } from './register-commands.ts'

/** The step that a card has just been moved to. */
export type SaidStep = { readonly id: string; readonly status: AgreementStatus; readonly day: string; readonly text: string }

type WhoSaidBarProps = { readonly scope: string; readonly said: SaidStep; readonly onClose: () => void }

/** Asked beside the board, in nobody's way: the step is stored already, and may stay without a name. */
export function WhoSaidBar({ scope, said, onClose }: WhoSaidBarProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const live = useScope(scope)
  const commit = useCommit(scope)
  const id = useId()
  const [by, setBy] = useState('')
  const save = async (): Promise<void> => {
    const changes = saidBy(live, said.id, { status: said.status, by })
    if (changes.length === 0 || (await commit(changes))) onClose()
  }
  return (
    <form
      className={classes.who}
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose()
      }}
    >
      <p id={id} aria-live="polite">
        {t('register.whoSaid', {
          what: said.text.split('\n')[0]?.replace(/[.。]$/, ''),
          stage: t(`value.${said.status}`),
          day: formats.day(said.day, 'medium'),
        })}
      </p>
      <TextInput
        aria-label={t('register.whoSaidLabel')}
        value={by}
        maxLength={500}
        onChange={(event) => setBy(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t('register.saveWho')}
      </Button>
      <TextButton onClick={onClose}>{t('register.leaveWho')}</TextButton>
    </form>
  )
}
