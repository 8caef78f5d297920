import { IconDeviceLaptop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../lib/now.tsx'
import { useFormats } from '../lib/use-formats.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { ListRow, RowList } from '../ui/section.tsx'
import { TextButton } from '../ui/text-button.tsx'
import classes from './laptop-list.module.css'
import { overSince, type Laptop } from './laptops.ts'
import { usePlaceZone } from './use-place-zone.ts'

type LaptopListProps = {
  readonly label: string
  readonly laptops: readonly Laptop[]
  readonly thisDevice: string
  /** Whose they are, where that is somebody else: many laptops bear the same name. */
  readonly owner?: string
  /** Shuts a lost laptop out. */
  readonly onLost: (laptop: Laptop) => Promise<void>
}

/** Laptops with when they were last seen; one that was lost is shut out, and what it has not sent goes to the owner. */
export function LaptopList({ label, laptops, thisDevice, owner, onLost }: LaptopListProps) {
  return (
    <RowList label={label}>
      {laptops.map((laptop) => (
        <LaptopRow
          key={laptop.id}
          laptop={laptop}
          name={owner === undefined ? laptop.name : `${laptop.name} (${owner})`}
          isAgain={laptops.some(({ id, revokedAt }) => id === laptop.predecessor && revokedAt !== null)}
          over={overSince(laptop, laptops)}
          isThis={laptop.id === thisDevice}
          onLost={onLost}
        />
      ))}
    </RowList>
  )
}

type LaptopRowProps = {
  readonly laptop: Laptop
  /** In a question and for the ear. */
  readonly name: string
  /** It was another laptop for the ministry, which was reported lost. */
  readonly isAgain: boolean
  /** Since when it is another one for the ministry. */
  readonly over: number | null
  readonly isThis: boolean
  readonly onLost: LaptopListProps['onLost']
}

function LaptopRow({ laptop, name, isAgain, over, isThis, onLost }: LaptopRowProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  const confirm = useConfirm()
  const ask = async (): Promise<void> => {
    const isSure = await confirm({
      title: t('laptops.lostTitle', { name }),
      body: t('laptops.lostText'),
      confirmLabel: t('laptops.lost'),
      isDanger: true,
    })
    if (isSure) await onLost(laptop)
  }
  const again = isAgain ? t('laptops.again', { at: formats.momentIn(zone, laptop.registeredAt, now) }) : null
  const overWords = over === null ? null : t('laptops.over', { at: formats.momentIn(zone, over, now) })
  const seen =
    laptop.revokedAt === null
      ? t('laptops.seen', { at: formats.momentIn(zone, laptop.seenAt, now) })
      : t('laptops.shutOut', { at: formats.momentIn(zone, laptop.revokedAt, now) })
  return (
    <ListRow
      leading={<IconDeviceLaptop {...SMALL_ICON} />}
      title={laptop.name}
      sub={<span className={classes.told}>{[isThis ? t('laptops.this') : seen, again, overWords].filter(Boolean).join(' · ')}</span>}
      trailing={
        !isThis &&
        over === null &&
        laptop.revokedAt === null && (
          <TextButton isDanger label={`${t('laptops.lost')}: ${name}`} onClick={() => void ask()}>
            {t('laptops.lost')}
          </TextButton>
        )
      }
    />
  )
}
