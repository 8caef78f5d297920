import type { ReplyOf } from '@shared/sync/protocol.ts'
import { IconDeviceLaptop } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../lib/now.tsx'
import { useFormats } from '../lib/use-formats.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { ListRow, RowList } from '../ui/section.tsx'
import { TextButton } from '../ui/text-button.tsx'
import { usePlaceZone } from './use-place-zone.ts'

export type Laptop = ReplyOf<'devices'>['devices'][number]

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
  readonly isThis: boolean
  readonly onLost: LaptopListProps['onLost']
}

function LaptopRow({ laptop, name, isThis, onLost }: LaptopRowProps) {
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
  const seen =
    laptop.revokedAt === null
      ? t('laptops.seen', { at: formats.momentIn(zone, laptop.seenAt, now) })
      : t('laptops.shutOut', { at: formats.momentIn(zone, laptop.revokedAt, now) })
  return (
    <ListRow
      leading={<IconDeviceLaptop {...SMALL_ICON} />}
      title={laptop.name}
      sub={isThis ? t('laptops.this') : seen}
      trailing={
        !isThis &&
        laptop.revokedAt === null && (
          <TextButton isDanger label={`${t('laptops.lost')}: ${name}`} onClick={() => void ask()}>
            {t('laptops.lost')}
          </TextButton>
        )
      }
    />
  )
}
