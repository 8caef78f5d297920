import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProfile, useWorkspace } from '../../records/workspace.tsx'
import { Form } from '../../ui/dialog.tsx'
import classes from './start-page.module.css'

/** Who writes on this laptop; any name will do. */
export function NameForm({ onNamed }: { readonly onNamed: () => void }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const profile = useProfile()
  const [name, setTyped] = useState(profile.name ?? '')
  const [isMissing, setIsMissing] = useState(false)
  const save = async (): Promise<void> => {
    const clean = name.trim().slice(0, 200)
    setIsMissing(clean === '')
    if (clean === '') return
    await workspace.setName(clean)
    onNamed()
  }
  return (
    <div className={classes.part}>
      <Form label={t('start.nameLabel')} onSubmit={() => void save()}>
        <TextInput
          size="md"
          label={t('start.nameLabel')}
          description={t('start.nameHint')}
          value={name}
          autoFocus
          autoComplete="name"
          error={isMissing ? t('start.nameMissing') : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setIsMissing(false)
          }}
        />
        <Button type="submit" style={{ alignSelf: 'flex-start' }}>
          {t('start.continue')}
        </Button>
      </Form>
    </div>
  )
}
