import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forgetDeparture } from '../../db/departure.ts'
import { readSetting, type Departure } from '../../db/settings.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { useMoment } from './use-moment.ts'

/** Visits that left this laptop, in plain words, until the person has read it. */
export function Departures() {
  const { t } = useTranslation()
  const { database } = useWorkspace()
  const at = useMoment()
  const [departures, reload] = useDepartures()
  return departures.map(({ scope, title, at: time, handedIn }) => (
    <Notice
      key={scope}
      tone="owe"
      actions={<TextButton onClick={() => void forgetDeparture(database, scope).then(reload)}>{t('exchange.left.read')}</TextButton>}
    >
      <strong>
        <Words>{title === '' ? t('kind.visit') : title}</Words>
      </strong>
      {t('exchange.left.what', { at: at(time) })}{' '}
      {handedIn === 0 ? t('exchange.left.nothing') : t('exchange.left.handedIn', { count: handedIn })}
    </Notice>
  ))
}

function useDepartures(): [readonly Departure[], () => void] {
  const { database } = useWorkspace()
  const [departures, setDepartures] = useState<readonly Departure[]>([])
  const [reads, setReads] = useState(0)
  useEffect(() => {
    let isGone = false
    void readSetting(database, 'departures').then((read) => {
      if (!isGone) setDepartures(read ?? [])
    })
    const stop = database.onCommit((commit) => {
      if (commit.isGone === true) setReads((count) => count + 1)
    })
    return () => {
      isGone = true
      stop()
    }
  }, [database, reads])
  return [departures, () => setReads((count) => count + 1)]
}
