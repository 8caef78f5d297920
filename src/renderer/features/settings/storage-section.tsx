import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'

type Storage = { readonly used: number; readonly free: number; readonly isKept: boolean }

/** How much room the records take, and whether the browser may throw them away when the disk is full. */
export function StorageSection() {
  const { t } = useTranslation()
  const { bytes } = useFormats()
  const [storage, setStorage] = useState<Storage | null>(null)
  useEffect(() => {
    void readStorage().then(setStorage)
  }, [])
  const keep = async (): Promise<void> => {
    await navigator.storage.persist()
    setStorage(await readStorage())
  }
  if (storage === null) return null
  return (
    <Section title={t('settings.storage')}>
      <DescriptionList
        items={[
          { label: t('settings.storageUsed'), value: bytes(storage.used) },
          { label: t('settings.storageFree'), value: bytes(storage.free) },
          { label: t('settings.storageKept'), value: storage.isKept ? t('settings.storageKeptYes') : t('settings.storageKeptNo') },
        ]}
      />
      {!storage.isKept && (
        <Notice
          tone="owe"
          actions={
            <Button variant="default" onClick={() => void keep()}>
              {t('settings.storageKeep')}
            </Button>
          }
        >
          {t('settings.storageRisk')}
        </Notice>
      )}
    </Section>
  )
}

async function readStorage(): Promise<Storage> {
  const [{ usage = 0, quota = 0 }, isKept] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()])
  return { used: usage, free: Math.max(0, quota - usage), isKept }
}
