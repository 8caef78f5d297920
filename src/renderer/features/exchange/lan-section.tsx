import { Button } from '@mantine/core'
import { IconDevicesShare } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../records/workspace.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { LanDialog } from './lan-dialog.tsx'
import { usePackVisits } from './pack-visits.ts'
import classes from './packs.module.css'

/** The way without a stick: straight to a laptop on the same network. A browser can neither wait for one nor go to it, and says so. */
export function LanSection({ onChange }: { readonly onChange: () => void }) {
  const { t } = useTranslation()
  const { lan } = useWorkspace().desktop
  const visits = usePackVisits()
  const [isOpen, setIsOpen] = useState(false)
  if (lan === null) return <p className={classes.hint}>{t('lan.onlyDesktop')}</p>
  return (
    <>
      <div className={classes.buttons}>
        <Button variant="default" leftSection={<IconDevicesShare {...SMALL_ICON} />} onClick={() => setIsOpen(true)}>
          {t('lan.open')}
        </Button>
      </div>
      <p className={classes.hint}>{t('lan.why')}</p>
      {isOpen && <LanDialog door={lan} visits={visits} onClose={() => setIsOpen(false)} onChange={onChange} />}
    </>
  )
}
