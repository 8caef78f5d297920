import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Change } from '../../db/write.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordHistoryButton } from '../../records/record-history.tsx'
import { RecordTitle } from '../../records/record-link.tsx'
import { RecordReceipt } from '../../records/record-receipt.tsx'
import { RestoreNotice } from '../../records/restore-notice.tsx'
import { PageSaveState } from '../../records/save-status.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { useRecord } from '../../records/use-records.ts'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { Words } from '../../ui/words.tsx'
import classes from './directory-page.module.css'

type DirectoryHeadProps = {
  readonly record: { readonly scope: string; readonly kind: 'contact' | 'organization'; readonly id: string }
  readonly avatar: ReactNode
  readonly title: string | null
  /** What is said below the title, before the visit; the empty is left out. */
  readonly words: readonly (string | null | undefined)[]
  readonly isInTrash: boolean
  /** What is changed when it is deleted, and comes back with it. */
  readonly also?: readonly Change[]
}

/** Who or what a page of the directory is about, and what can be done with all of it. */
export function DirectoryHead({ record, avatar, title, words, isInTrash, also = [] }: DirectoryHeadProps) {
  const { t } = useTranslation()
  const { scope, kind } = record
  const remove = useDeleteRecord()
  const visit = useRecord(scope, 'visit', scope)
  return (
    <>
      <div className={classes.head}>
        {avatar}
        <div className={classes.headWords}>
          <h2>
            <RecordTitle kind={kind} title={title} />
          </h2>
          <p>
            <Words>{[...words, visit?.title].filter(Boolean).join(' · ')}</Words>
          </p>
        </div>
        <div className={classes.headActions} data-no-print>
          <RecordHistoryButton {...record} />
          {!isInTrash && (
            <ForEditors scope={scope}>
              <Button variant="default" leftSection={<IconTrash {...SMALL_ICON} />} onClick={() => void remove({ ...record, also })}>
                {t('directory.delete')}
              </Button>
            </ForEditors>
          )}
        </div>
      </div>
      {isInTrash ? (
        <RestoreNotice {...record} words={t('directory.inTrash')} />
      ) : (
        <span className="sn-facts">
          <PageSaveState zone={visit?.zone ?? null} />
          <RecordReceipt {...record} isLong />
        </span>
      )}
    </>
  )
}
