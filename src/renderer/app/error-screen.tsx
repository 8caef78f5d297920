import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Logo } from '../ui/logo.tsx'
import classes from './error-screen.module.css'

type PlainPageProps = {
  readonly title: string
  readonly lines: readonly string[]
  readonly actions?: ReactNode
  readonly details?: string
  readonly isInside?: boolean
}

/** A page with a few sentences and nothing else. */
function PlainPage({ title, lines, actions, details, isInside = false }: PlainPageProps) {
  const { t } = useTranslation()
  const Frame = isInside ? 'div' : 'main'
  return (
    <Frame className={isInside ? classes.inside : classes.full}>
      <div className={classes.card} role={isInside ? 'alert' : undefined}>
        {!isInside && <Logo size={40} />}
        <h1>{title}</h1>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
        {details !== undefined && (
          <details className={classes.details}>
            <summary>{t('error.details')}</summary>
            <pre>{details}</pre>
          </details>
        )}
      </div>
    </Frame>
  )
}

type ErrorScreenProps = { readonly error: unknown; readonly onRetry: () => void; readonly isInside?: boolean }

/** When a screen broke: what happened, what is safe, what to do. The rest of the app stays usable. */
export function ErrorScreen({ error, onRetry, isInside = false }: ErrorScreenProps) {
  const { t } = useTranslation()
  return (
    <PlainPage
      title={t('error.screenBroke')}
      lines={[t('error.screenSafe'), t('error.screenTodo')]}
      details={describe(error)}
      isInside={isInside}
      actions={
        <>
          <Button onClick={onRetry}>{t('error.openAgain')}</Button>
          <Button variant="default" component="a" href="#/">
            {t('error.toStart')}
          </Button>
        </>
      }
    />
  )
}

/** When the records could not be opened at all. */
export function StoreErrorScreen({ error, onRetry }: ErrorScreenProps) {
  const { t } = useTranslation()
  return (
    <PlainPage
      title={t('error.storeBroke')}
      lines={[t('error.storeSafe'), t('error.storeTodo')]}
      details={describe(error)}
      actions={<Button onClick={onRetry}>{t('error.openAgain')}</Button>}
    />
  )
}

/** An address that leads nowhere. */
export function NotFoundScreen() {
  const { t } = useTranslation()
  return (
    <PlainPage
      title={t('error.notFound')}
      lines={[t('error.notFoundTodo')]}
      isInside
      actions={
        <Button component="a" href="#/">
          {t('error.toStart')}
        </Button>
      }
    />
  )
}

/** For browsers that are not Chromium-based: says so and opens nothing. */
export function UnsupportedBrowserScreen() {
  const { t } = useTranslation()
  return <PlainPage title={t('error.browser')} lines={[t('error.browserWhy'), t('error.browserTodo')]} />
}

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
