import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { dueDaysText } from '../../records/due-text.ts'
import { RecordReceipt } from '../../records/record-receipt.tsx'
import { DataTable, type Column, type RowGroup, type TableSort } from '../../ui/data-table.tsx'
import { MarkChip } from '../../ui/mark-chip.tsx'
import { StageLabel } from '../../ui/stage-ring.tsx'
import { Tag } from '../../ui/tag.tsx'
import { OneLine } from '../../ui/words.tsx'
import classes from './register.module.css'
import type { RegisterItem } from './register-queries.ts'
import { itemAddress, stageShape } from './register-words.ts'

type RegisterTableProps = {
  readonly scope: string
  readonly groups: readonly RowGroup<RegisterItem>[]
  readonly sort: TableSort
}

/** The register line by line: the equal of board and timeline for every reader, and what Ctrl+P prints. */
export function RegisterTable({ scope, groups, sort }: RegisterTableProps) {
  const { t } = useTranslation()
  const columns: Column<RegisterItem>[] = [
    {
      key: 'organization',
      title: t('kind.organization'),
      width: '12%',
      isSortable: true,
      cell: (item) => <OneLine>{item.organizations.map(({ name }) => name).join(', ')}</OneLine>,
    },
    { key: 'window', title: t('register.window'), width: '20%', isSortable: true, cell: (item) => <WindowCell item={item} /> },
    {
      key: 'stage',
      title: t('register.stage'),
      width: '16%',
      isSortable: true,
      cell: (item) => item.stage !== null && <StageLabel shape={stageShape(item.stage)}>{t(`value.${item.stage}`)}</StageLabel>,
    },
    {
      key: 'owner',
      title: t('field.owner'),
      width: '10%',
      isSortable: true,
      isWideOnly: true,
      cell: (item) => <OneLine>{item.owner}</OneLine>,
    },
    {
      key: 'receipt',
      title: t('register.receipt'),
      width: '16%',
      cell: (item) => <RecordReceipt scope={scope} kind={item.kind} id={item.id} />,
    },
  ]
  return (
    <DataTable
      label={t('place.register')}
      first={{
        title: t('register.what'),
        sortKey: 'what',
        text: (item) => item.text.split('\n')[0] || t(`kind.${item.kind}`),
        leading: (item) => <MarkChip mark={item.mark} />,
      }}
      columns={columns}
      groups={groups}
      rowKey={(item) => item.id}
      rowHref={(item) => itemAddress(scope, item)}
      minWidth={46}
      sort={sort}
    />
  )
}

/** The words lead and the days follow in grey; they leave narrow windows, where the words alone say it. */
function WindowCell({ item: { window, isOverdue } }: { readonly item: RegisterItem }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const days = dueDaysText(window?.edtf ?? null, formats, t)
  const words = window?.words.trim() ?? ''
  if (words === '' && days === '') return <span className={classes.none}>{t('register.noDateSpoken')}</span>
  return (
    <span className={classes.window} title={[words, days].filter(Boolean).join(' · ')}>
      {words !== '' && <span className="sn-ellipsis">{words}</span>}
      {days !== '' && <span className={words === '' ? classes.onlyDays : classes.days}>{days}</span>}
      {isOverdue && <Tag tone="owe">{t('window.overdue')}</Tag>}
    </span>
  )
}
