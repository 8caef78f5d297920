import { useTranslation } from 'react-i18next'
import { forgetDeparture } from '../../db/departure.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import type { Departed } from './use-departures.ts'
import { useMoment } from './use-moment.ts'

/** Visits that left this laptop, in plain words, until the person has read it. */
export function Departures({ departed: { departures, reload } }: { readonly departed: Departed }) {
  const { t } = useTranslation()
  const { database } = useWorkspace()
  const at = useMoment()
  return departures.map(({ scope, title, at: time, handedIn, isLost }) => (
    <Notice
      key={scope}
      tone="owe"
      actions={<TextButton onClick={() => void forgetDeparture(database, scope).then(reload)}>{t('exchange.left.read')}</TextButton>}
    >
      <strong>
        <Words>{title === '' ? t('kind.visit') : title}</Words>
      </strong>
      {t(isLost === true ? 'exchange.left.lost' : 'exchange.left.what', { at: at(time) })}{' '}
      {handedIn === 0 ? t('exchange.left.nothing') : t('exchange.left.handedIn', { count: handedIn })}
    </Notice>
  ))
}
