import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { About, Desktop } from '../../lib/desktop.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import classes from './settings.module.css'

/** The one version number, put in when the page is built. */
const [VERSION = ''] = Object.values(import.meta.glob<string>('../../../../package.json', { import: 'version', eager: true }))
/** The licences of everything inside; a part of its own, loaded when somebody asks. */
const [loadNotices] = Object.values(import.meta.glob<string>('../../../../THIRD-PARTY-NOTICES*', { query: '?raw', import: 'default' }))

/** Which edition this is, where it keeps its data, and under which licences. */
export function AboutSection({ desktop }: { readonly desktop: Desktop }) {
  const { t } = useTranslation()
  const [about, setAbout] = useState<About | null>(null)
  const [notices, setNotices] = useState<string | null>(null)
  useEffect(() => {
    void desktop.about().then(setAbout)
  }, [desktop])
  const { openDataFolder } = desktop
  return (
    <Section title={t('settings.about')}>
      <DescriptionList
        items={[
          { label: t('settings.version'), value: about?.version ?? VERSION },
          {
            label: t('settings.edition'),
            value: desktop.edition === 'desktop' ? t('settings.editionDesktop') : t('settings.editionBrowser'),
          },
          { label: t('settings.runtime'), value: about?.runtime ?? '' },
          {
            label: t('settings.data'),
            value: about?.dataFolder ?? t('settings.dataInBrowser'),
            ...(openDataFolder ? { note: <TextButton onClick={() => void openDataFolder()}>{t('settings.dataOpen')}</TextButton> } : {}),
          },
          {
            label: t('settings.licence'),
            value: t('settings.licenceOwn'),
            ...(loadNotices && notices === null
              ? { note: <TextButton onClick={() => void loadNotices().then(setNotices)}>{t('settings.licencesShow')}</TextButton> }
              : {}),
          },
        ]}
      />
      {notices !== null && (
        <pre className={classes.licences} tabIndex={0} aria-label={t('settings.licences')}>
          {notices}
        </pre>
      )}
    </Section>
  )
}
