import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fingerprintOf } from '@shared/sync/pack-proof.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { ensurePackKeys, publicKey } from '../../sync/pack-keys.ts'
import classes from './packs.module.css'

/** Two people who compare these digits know that no stranger stands between them. */
export function OwnDigits() {
  const { t } = useTranslation()
  const { database } = useWorkspace()
  const [digits, setDigits] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    void ensurePackKeys(database).then((keys) => {
      if (!isGone) setDigits(fingerprintOf(publicKey(keys)))
    })
    return () => {
      isGone = true
    }
  }, [database])
  return (
    <p className={classes.hint}>
      {t('packs.ownDigits')} <span className={classes.digits}>{digits ?? '…'}</span>
    </p>
  )
}
