import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconFileExport, IconHistory, IconTrash } from '@tabler/icons-react'
import type { Visit } from '@shared/domain/visit.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordHistory } from '../../records/record-history.tsx'
import { useGoTo } from '../../records/record-link.tsx'
import { useDeleteRecord } from '../../records/use-delete-record.ts'
import { exportVisitFile, rememberExport } from '../../records/visit-exchange-file.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { useToasts } from '../../ui/toast.tsx'

/** What is done with a visit as a whole: export its file, look at its history, delete it. */
export function VisitMenu({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const exportFile = useExportVisit(visit.id)
  const moveToTrash = useDeleteVisit(visit.id)
  const [isHistory, setIsHistory] = useState(false)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={30} variant="default" aria-label={t('visits.more')}>
            <IconDots {...SMALL_ICON} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileExport {...SMALL_ICON} />} onClick={() => void exportFile()}>
            {t('visitFile.export')}
          </Menu.Item>
          <Menu.Item leftSection={<IconHistory {...SMALL_ICON} />} onClick={() => setIsHistory(true)}>
            {t('history.open')}
          </Menu.Item>
          <ForEditors scope={visit.id}>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrash {...SMALL_ICON} />} onClick={() => void moveToTrash()}>
              {t('visits.delete')}
            </Menu.Item>
          </ForEditors>
        </Menu.Dropdown>
      </Menu>
      <Dialog kind="panel" title={t('history.title')} isOpen={isHistory} onClose={() => setIsHistory(false)}>
        {isHistory && <RecordHistory scope={visit.id} kind="visit" id={visit.id} />}
      </Dialog>
    </>
  )
}

function useExportVisit(visitId: string): () => Promise<void> {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const toasts = useToasts()
  return async () => {
    // What is typed in a note this moment belongs into the file too.
    await workspace.closing.flush()
    const saved = await workspace.desktop.saveFile(await exportVisitFile(workspace, visitId))
    if (!saved.ok) return toasts.warn(t(saved.error.code === 'disk-full' ? 'save.diskFull' : 'visitFile.exportFailed'))
    if (saved.value === null) return undefined
    await rememberExport(workspace, visitId)
    const { path } = saved.value
    return toasts.say(path === null ? t('visitFile.exported') : t('visitFile.exportedTo', { path }))
  }
}

function useDeleteVisit(visitId: string): () => Promise<void> {
  const goTo = useGoTo()
  const workspace = useWorkspace()
  const { currentVisit } = usePreferences()
  const remove = useDeleteRecord()
  return async () => {
    const isGone = await remove({ scope: visitId, kind: 'visit', id: visitId })
    if (!isGone) return
    goTo('/visits')
    if (currentVisit === visitId) await workspace.setPreferences({ currentVisit: null })
  }
}
