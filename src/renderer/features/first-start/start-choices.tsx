import { IconBuildingBank, IconFileImport, IconPlus, IconRoute, IconUsers } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NewVisitForm } from '../../records/new-visit-form.tsx'
import { useGoTo } from '../../records/record-link.tsx'
import { useSample } from '../../records/use-sample.ts'
import { useVisitImport } from '../../records/visit-import.tsx'
import { useWorkspace } from '../../records/workspace.tsx'
import { ChoiceCard } from '../../ui/figure.tsx'
import { ICON } from '../../ui/icon-size.ts'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { SetUpServer } from './set-up-server.tsx'
import classes from './start-page.module.css'

type StartChoicesProps = { readonly name: string; readonly onBegin: (visitId: string) => void; readonly onChangeName: () => void }

/** The ways to begin. Enter loads the sample; the ministry's server is offered where its set-up code came with the page. */
export function StartChoices({ name, onBegin, onChangeName }: StartChoicesProps) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const [isNew, setIsNew] = useState(false)
  const sample = useSample(onBegin)
  const file = useVisitImport(onBegin)
  const first = useRef<HTMLDivElement>(null)
  useEffect(() => first.current?.querySelector('button')?.focus(), [isNew])
  return (
    <div className={classes.part}>
      <p className={classes.hello}>
        {t('start.hello', { name })} <TextButton onClick={onChangeName}>{t('start.changeName')}</TextButton>
      </p>
      {sample.hasFailed && <ErrorNotice what={t('start.failed')} safe={t('visitFile.nothingWritten')} />}
      {isNew ? (
        <div className={classes.form}>
          <NewVisitForm onCreated={onBegin} onCancel={() => setIsNew(false)} />
        </div>
      ) : (
        <div className={classes.choices} ref={first}>
          <ChoiceCard
            isPrimary
            icon={<IconRoute {...ICON} size={20} />}
            title={t(sample.isHere ? 'start.sampleHere' : 'start.sample')}
            sub={t(sample.isHere ? 'start.sampleHereHint' : 'start.sampleHint')}
            trailing={<KeyCaps combo="Enter" />}
            isDisabled={sample.isLoading}
            onChoose={sample.load}
          />
          <ChoiceCard
            icon={<IconPlus {...ICON} size={20} />}
            title={t('start.empty')}
            sub={t('start.emptyHint')}
            onChoose={() => setIsNew(true)}
          />
          <ChoiceCard
            icon={<IconFileImport {...ICON} size={20} />}
            title={t('start.file')}
            sub={t('start.fileHint')}
            onChoose={file.choose}
          />
          <ChoiceCard
            icon={<IconUsers {...ICON} size={20} />}
            title={t('start.join')}
            sub={t('start.joinHint')}
            onChoose={() => goTo('/exchange')}
          />
          <ServerChoice />
        </div>
      )}
      {file.element}
    </div>
  )
}

/** Only where `npm start` handed over its server's one-time code; nothing else waits for it. */
function ServerChoice() {
  const { t } = useTranslation()
  const { desktop } = useWorkspace()
  const [code, setCode] = useState<string | null>(null)
  const [step, setStep] = useState<'offered' | 'open' | 'later' | 'done'>('offered')
  useEffect(() => {
    // The code is handed over once: a second asking gets null and must not take it away.
    void desktop.takeSetupCode().then((given) => given !== null && setCode(given))
  }, [desktop])
  if (code === null) return null
  if (step === 'done') return <Notice tone="agreed">{t('start.setupDone')}</Notice>
  if (step === 'later') return <Notice>{t('start.setupLaterHint')}</Notice>
  if (step === 'offered') {
    return (
      <ChoiceCard
        icon={<IconBuildingBank {...ICON} size={20} />}
        title={t('start.setup')}
        sub={t('start.setupHint')}
        onChoose={() => setStep('open')}
      />
    )
  }
  return (
    <div className={classes.form}>
      <SetUpServer code={code} onDone={() => setStep('done')} onLater={() => setStep('later')} />
    </div>
  )
}
