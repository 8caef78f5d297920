import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './skeleton.module.css'

/** Hairlines that stand still while something loads. Nothing at all for the first 300 ms: what is fast must not flash. */
export function Skeleton({ rows = 8 }: { readonly rows?: number }) {
  const { t } = useTranslation()
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (!isLate) return null
  return (
    <div className={classes.skeleton} role="status" aria-label={t('ui.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.line} />
      ))}
    </div>
  )
}
