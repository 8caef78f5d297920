import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { INTERFACE_LANGUAGES, isLanguage, LANGUAGE_NAMES } from '../../lib/language.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { NAMED_ZONES } from '../../lib/zone-names.ts'
import { usePreferences, useProfile, useWorkspace } from '../../records/workspace.tsx'
import { Pane } from '../../ui/columns.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { AboutSection } from './about-section.tsx'
import { AuditSection } from './audit-section.tsx'
import { PeopleSection } from './people-section.tsx'
import { ServerSection } from './server-section.tsx'
import classes from './settings.module.css'
import { StorageSection } from './storage-section.tsx'

/** Language, look, name, zones, the desktop's server, storage and what this program is. Every change holds at once. */
export function SettingsPage() {
  const { t } = useTranslation()
  const { desktop } = useWorkspace()
  const { account } = useProfile()
  return (
    <Screen>
      <PageHeader title={t('place.settings')} sub={t('settings.sub')} />
      <Pane label={t('place.settings')}>
        <div className={classes.sections}>
          <PersonSection />
          <InterfaceSection />
          <TimeSection />
          {desktop.server && <ServerSection server={desktop.server} />}
          {account?.isAdministrator === true && (
            <>
              <PeopleSection />
              <AuditSection />
            </>
          )}
          <StorageSection />
          <AboutSection desktop={desktop} />
        </div>
      </Pane>
    </Screen>
  )
}

function PersonSection() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const { name } = useProfile()
  const [typed, setTyped] = useState(name ?? '')
  const isEmpty = typed.trim() === ''
  // An empty name is not stored: the last one holds, and the field says so.
  const keep = (): void => {
    if (!isEmpty && typed.trim() !== name) void workspace.setName(typed.trim())
  }
  return (
    <Section title={t('settings.person')}>
      <TextInput
        label={t('settings.name')}
        description={t('settings.nameUse')}
        value={typed}
        maxLength={200}
        error={isEmpty ? t('settings.nameMissing') : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep()
        }}
      />
    </Section>
  )
}

function InterfaceSection() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const { language, theme } = usePreferences()
  return (
    <Section title={t('settings.interface')}>
      <Select
        label={t('settings.language')}
        value={language}
        allowDeselect={false}
        data={INTERFACE_LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(value) => {
          if (isLanguage(value)) void workspace.setPreferences({ language: value })
        }}
      />
      <div>
        <p className={classes.label} aria-hidden>
          {t('settings.theme')}
        </p>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          options={[
            { value: 'system', label: t('settings.themeSystem') },
            { value: 'light', label: t('settings.themeLight') },
            { value: 'dark', label: t('settings.themeDark') },
          ]}
          onChange={(value) => void workspace.setPreferences({ theme: value })}
        />
      </div>
    </Section>
  )
}

function TimeSection() {
  const { t } = useTranslation()
  const { city, compareNames } = useFormats()
  const workspace = useWorkspace()
  const { ministryZone } = usePreferences()
  const zones = [...new Set([...NAMED_ZONES, ministryZone])].map((value) => ({ value, label: `${city(value)} (${value})` }))
  return (
    <Section title={t('settings.time')}>
      <Select
        label={t('settings.ministryZone')}
        description={t('settings.ministryZoneUse')}
        value={ministryZone}
        allowDeselect={false}
        searchable
        nothingFoundMessage={t('settings.zoneNotFound')}
        data={zones.toSorted((a, b) => compareNames({ name: a.label }, { name: b.label }))}
        onChange={(value) => {
          if (value !== null) void workspace.setPreferences({ ministryZone: value })
        }}
      />
    </Section>
  )
}
