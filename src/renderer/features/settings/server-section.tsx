import { Button, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DesktopServer } from '../../lib/desktop.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Form } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

type State = 'unchanged' | 'kept' | 'refused'

/** The address of the ministry's server; only the desktop asks for it, the browser edition came from there. */
export function ServerSection({ server }: { readonly server: DesktopServer }) {
  const { t } = useTranslation()
  const { sync } = useWorkspace()
  const [typed, setTyped] = useState('')
  const [state, setState] = useState<State>('unchanged')
  useEffect(() => {
    void server.address().then((address) => setTyped((before) => (before === '' ? (address ?? '') : before)))
  }, [server])

  const keep = async (): Promise<void> => {
    const address = readAddress(typed)
    const kept = address !== null && (await server.setAddress(address)).ok
    setState(kept ? 'kept' : 'refused')
    if (kept) void sync.syncNow()
  }
  return (
    <Section title={t('settings.server')}>
      <Form label={t('settings.server')} onSubmit={() => void keep()}>
        <div className={classes.row}>
          <TextInput
            className={classes.grow ?? ''}
            label={t('settings.serverAddress')}
            placeholder={t('settings.serverPlaceholder')}
            inputMode="url"
            value={typed}
            error={state === 'refused' ? t('settings.serverRefused') : undefined}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setState('unchanged')
            }}
          />
          <Button type="submit" variant="default">
            {t('settings.serverKeep')}
          </Button>
        </div>
      </Form>
      {state === 'kept' && <Notice tone="agreed">{t('settings.serverKept')}</Notice>}
    </Section>
  )
}

/** The origin of what was typed; a name without a scheme is meant as https. Null when it is no address. */
export function readAddress(typed: string): string | null {
  const text = typed.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  if (text === '' || url === null || !['http:', 'https:'].includes(url.protocol)) return null
  return url.origin
}
