import { Button } from '@mantine/core'
import { IconDeviceLaptop } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countedIn, countHandedIn } from '../../db/handed-in.ts'
import { useScopes } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import classes from './lost-laptop.module.css'
import { useGoneVisits } from './use-departures.ts'

/**
 * A laptop that was reported lost and is here again: what happened, what of its work is where, and the way back. That way is another device
 * for the ministry, which needs a sign-in like any other; the old one stays shut out.
 * @param onRegister makes the laptop another one
 */
export function LostLaptop({ onRegister }: { readonly onRegister: () => Promise<void> }) {
  const { t } = useTranslation()
  const [state, setState] = useState<'asked' | 'busy' | 'failed'>('asked')
  const handedIn = useHandedIn()
  const here = countedIn(useScopes().flatMap(({ live }) => [...live.unsent.values()]))
  const register = async (): Promise<void> => {
    setState('busy')
    const isDone = await onRegister().then(
      () => true,
      () => false,
    )
    setState(isDone ? 'asked' : 'failed')
  }
  return (
    <Notice tone="owe">
      <div className={classes.lines}>
        <strong>{t('exchange.lost.what')}</strong>
        {handedIn > 0 && <span>{t('exchange.lost.handedIn', { count: handedIn })}</span>}
        {here > 0 && <span>{t('exchange.lost.here', { count: here })}</span>}
        {handedIn + here === 0 && <span>{t('exchange.lost.nothing')}</span>}
        <span>{t('exchange.lost.todo')}</span>
        <Button
          variant="default"
          loading={state === 'busy'}
          leftSection={<IconDeviceLaptop {...SMALL_ICON} />}
          onClick={() => void register()}
        >
          {t('exchange.lost.register')}
        </Button>
        {state === 'failed' && <ErrorNotice what={t('exchange.lost.failed')} todo={t('exchange.lost.failedTodo')} />}
      </div>
    </Notice>
  )
}

/** How many records went to the owners of their visits when these left this laptop. */
function useHandedIn(): number {
  const { database } = useWorkspace()
  const gone = useGoneVisits()
  const [count, setCount] = useState(0)
  useEffect(() => {
    let isOver = false
    void countHandedIn(database).then((read) => {
      if (!isOver) setCount(read)
    })
    return () => {
      isOver = true
    }
  }, [database, gone])
  return count
}
