import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { INTERFACE_LANGUAGES, LANGUAGE_NAMES } from '../../lib/language.ts'
import { useGoTo } from '../../records/record-link.tsx'
import { usePreferences, useProfile, useWorkspace } from '../../records/workspace.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { ThrownAway } from '../../records/thrown-away.tsx'
import { Logo, StarPattern } from '../../ui/logo.tsx'
import { NameForm } from './name-form.tsx'
import classes from './start-page.module.css'
import { StartChoices } from './start-choices.tsx'

/** The first page: a name and a language, then where to begin. Works with no network and no account. */
export function StartPage() {
  const { t } = useTranslation()
  const { name } = useProfile()
  const goTo = useGoTo()
  const [isNaming, setIsNaming] = useState(name === null)
  const begin = (visitId: string): void => goTo(`/visit/${visitId}`)
  return (
    <Frame>
      <Logo size={44} />
      <h1 className={classes.title}>{t('app.name')}</h1>
      <p className={classes.sub}>{t('start.sub')}</p>
      <ThrownAway isApart actions={name !== null && <TextButton href="#/exchange">{t('thrownAway.signIn')}</TextButton>} />
      {isNaming || name === null ? (
        <NameForm onNamed={() => setIsNaming(false)} />
      ) : (
        <StartChoices name={name} onBegin={begin} onChangeName={() => setIsNaming(true)} />
      )}
      <Languages />
    </Frame>
  )
}

function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <main className={classes.frame}>
      <StarPattern />
      <div className={classes.content}>{children}</div>
    </main>
  )
}

/** Each language in its own words, so that everyone finds theirs. */
function Languages() {
  const { t } = useTranslation()
  const { language } = usePreferences()
  const workspace = useWorkspace()
  return (
    <div className={classes.languages} role="group" aria-label={t('start.language')}>
      {INTERFACE_LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          className={classes.language}
          aria-pressed={one === language}
          onClick={() => void workspace.setPreferences({ language: one })}
        >
          {LANGUAGE_NAMES[one]}
        </button>
      ))}
    </div>
  )
}
