import { Button, PasswordInput } from '@mantine/core'
import { IconPackageImport } from '@tabler/icons-react'
import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PACK_LIMITS, type PackProblem } from '@shared/sync/pack-format.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { lockTypeOf } from '../../sync/pack-lock.ts'
import { acceptPack, openPack, type PackPreview } from '../../sync/take-pack.ts'
import { Dialog, Form, FormActions } from '../../ui/dialog.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { packsInWorker } from './pack-in-worker.ts'
import { PackPreviewStep } from './pack-preview.tsx'
import classes from './packs.module.css'
import { Step } from './step.tsx'
import { useAfterPack } from './use-after-pack.ts'

type Opened = { readonly name: string; readonly bytes: Uint8Array }
type State =
  | { readonly step: 'idle' }
  | { readonly step: 'reading' }
  | { readonly step: 'passphrase'; readonly file: Opened; readonly isWrong: boolean }
  | { readonly step: 'refused'; readonly problem: PackProblem }
  | { readonly step: 'preview'; readonly name: string; readonly preview: PackPreview; readonly isJoining: boolean }
  | { readonly step: 'accepted'; readonly scope: string }

type OpenPack = {
  /** Asks for a file. */
  readonly choose: () => void
  /** A file that was dropped. */
  readonly take: (file: File) => void
  /** The hidden input and the dialog; put it once on the screen. */
  readonly element: ReactNode
}

/** Opening a pack: passphrase, what it would do, and only then, if the person accepts, into the visit. */
export function useOpenPack(onChange: () => void): OpenPack {
  const { t } = useTranslation()
  const { database } = useWorkspace()
  const afterPack = useAfterPack()
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<State>({ step: 'idle' })

  const read = async (file: Opened, passphrase: string | null): Promise<void> => {
    setState({ step: 'reading' })
    const opened = await openPack(database, packsInWorker(), { bytes: file.bytes, passphrase }).catch(() => null)
    if (opened === null) return setState({ step: 'refused', problem: 'storage' })
    if (opened.ok) return setState({ step: 'preview', name: file.name, preview: opened.value, isJoining: false })
    const isWrong = opened.error.code === 'wrong-passphrase'
    setState(isWrong ? { step: 'passphrase', file, isWrong } : { step: 'refused', problem: opened.error.code })
  }
  const take = async (file: File): Promise<void> => {
    if (file.size > PACK_LIMITS.file) return setState({ step: 'refused', problem: 'too-large' })
    const opened = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
    const lock = lockTypeOf(opened.bytes)
    if (lock === null) return setState({ step: 'refused', problem: 'not-a-pack' })
    return lock === 'passphrase' ? setState({ step: 'passphrase', file: opened, isWrong: false }) : read(opened, null)
  }
  const accept = async (name: string, preview: PackPreview): Promise<void> => {
    setState({ step: 'preview', name, preview, isJoining: true })
    const accepted = await acceptPack(database, preview, name)
    setState(accepted.ok ? { step: 'accepted', scope: preview.pack.manifest.scope } : { step: 'refused', problem: accepted.error.code })
    if (accepted.ok) await afterPack(preview.pack.manifest.scope)
    onChange()
  }
  const close = (): void => setState({ step: 'idle' })
  const choose = (): void => input.current?.click()
  const element = (
    <>
      <input
        ref={input}
        type="file"
        accept=".safarnoma"
        hidden
        aria-label={t('packs.open')}
        data-pack-file
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          // The same file may be chosen again.
          event.currentTarget.value = ''
          if (file) void take(file)
        }}
      />
      <Dialog title={t('packs.opening.title')} isOpen={state.step !== 'idle'} onClose={close} width={state.step === 'preview' ? 46 : 34}>
        {state.step === 'reading' && <p role="status">{t('packs.opening.reading')}</p>}
        {state.step === 'passphrase' && (
          <PassphraseStep isWrong={state.isWrong} onEnter={(passphrase) => void read(state.file, passphrase)} onCancel={close} />
        )}
        {state.step === 'refused' && (
          <Step>
            <Refused problem={state.problem} onOther={choose} />
          </Step>
        )}
        {state.step === 'preview' && (
          <Step>
            <PackPreviewStep
              preview={state.preview}
              isJoining={state.isJoining}
              onAccept={() => void accept(state.name, state.preview)}
              onCancel={close}
            />
          </Step>
        )}
        {state.step === 'accepted' && (
          <Step>
            <Accepted scope={state.scope} />
          </Step>
        )}
      </Dialog>
    </>
  )
  return { choose, take: (file) => void take(file), element }
}

type RefusedProps = { readonly problem: PackProblem; readonly onOther: () => void }

function Refused({ problem, onOther }: RefusedProps) {
  const { t } = useTranslation()
  return (
    <>
      <ErrorNotice what={t(`packs.refused.${problem}`)} safe={t('packs.refused.safe')} todo={t(`packs.refusedTodo.${problem}`)} />
      <div className={classes.actions}>
        <Button variant="default" leftSection={<IconPackageImport {...SMALL_ICON} />} onClick={onOther}>
          {t('packs.openOther')}
        </Button>
      </div>
    </>
  )
}

type PassphraseStepProps = {
  readonly isWrong: boolean
  readonly onEnter: (passphrase: string) => void
  readonly onCancel: () => void
}

function PassphraseStep({ isWrong, onEnter, onCancel }: PassphraseStepProps) {
  const { t } = useTranslation()
  const [passphrase, setPassphrase] = useState('')
  return (
    <Form label={t('packs.opening.title')} onSubmit={() => onEnter(passphrase.trim())}>
      <PasswordInput
        label={t('packs.opening.passphrase')}
        description={t('packs.opening.passphraseHint')}
        error={isWrong ? `${t('packs.refused.wrong-passphrase')} ${t('packs.refusedTodo.wrong-passphrase')}` : undefined}
        value={passphrase}
        autoComplete="off"
        data-autofocus
        // The dialog gives the focus only when it opens, and this stands here anew at every try.
        autoFocus
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('packs.opening.show') }}
      />
      <FormActions saveLabel={t('packs.opening.look')} onCancel={onCancel} />
    </Form>
  )
}

function Accepted({ scope }: { readonly scope: string }) {
  const { t } = useTranslation()
  return (
    <Notice tone="agreed" actions={<TextButton href={`#/visit/${scope}`}>{t('packs.openVisit')}</TextButton>}>
      {t('packs.accepted')}
    </Notice>
  )
}
