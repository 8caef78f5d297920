import type { Contact } from '@shared/domain/contact.ts'
import { SCRIPTS, type Script } from '@shared/domain/person-name.ts'
import { useTranslation } from 'react-i18next'
import { AutosaveText } from '../../records/autosave-text.tsx'
import { ForEditors } from '../../records/for-editors.tsx'
import { useWorkspace } from '../../records/workspace.tsx'
import { Section } from '../../ui/section.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { saveNamePart, saveSplitName, splitName, type NamePart } from './contact-commands.ts'
import classes from './directory-page.module.css'

/** The name in each script as a row: family and given name, or the whole where nobody has divided it yet. */
export function ContactNames({ contact }: { readonly contact: Contact }) {
  const { t } = useTranslation()
  return (
    <Section title={t('contact.names')}>
      <div className={classes.names}>
        {SCRIPTS.map((script) => (
          <NameRow key={script} contact={contact} script={script} />
        ))}
      </div>
    </Section>
  )
}

function NameRow({ contact, script }: { readonly contact: Contact; readonly script: Script }) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const name = contact[script]
  const isWhole = name?.full !== undefined && !name.family && !name.given
  const input = (part: NamePart) => (
    <AutosaveText
      label={t('contact.nameField', { script: t(`field.${script}`), part: t(`contact.${part}`) })}
      placeholder={t(`contact.${part}`)}
      value={name?.[part] ?? null}
      save={(text) => saveNamePart(workspace, contact, { script, part, text })}
    />
  )
  return (
    <div className={classes.name}>
      <span>{t(`field.${script}`)}</span>
      {isWhole ? (
        <>
          <div className={classes.whole}>{input('full')}</div>
          {splitName(name.full ?? '', script) !== undefined && (
            <ForEditors scope={contact.scope}>
              <TextButton
                label={`${t('contact.split')}: ${t(`field.${script}`)}`}
                onClick={() => void saveSplitName(workspace, contact, script)}
              >
                {t('contact.split')}
              </TextButton>
            </ForEditors>
          )}
        </>
      ) : (
        <>
          {input('family')}
          {input('given')}
        </>
      )}
    </div>
  )
}
