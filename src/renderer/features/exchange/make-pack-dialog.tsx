import { Button, Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackContents } from '@shared/sync/pack-format.ts'
import type { KnownLaptop } from '../../db/settings.ts'
import { useProfile, useWorkspace, type Workspace } from '../../records/workspace.tsx'
import { makePack, packSaved } from '../../sync/make-pack.ts'
import { knownLaptops } from '../../sync/pack-keys.ts'
import type { PackLock } from '../../sync/pack-lock.ts'
import { Dialog, Form, FormActions } from '../../ui/dialog.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { packsInWorker } from './pack-in-worker.ts'
import type { PackVisit } from './pack-visits.ts'
import classes from './packs.module.css'
import { Step } from './step.tsx'
import { drawPassphrase, strengthOf } from './passphrase.ts'

type MakePackProps = { readonly visits: readonly PackVisit[]; readonly onClose: () => void; readonly onSaved: () => void }

type State =
  | { readonly step: 'asking' | 'making' }
  | { readonly step: 'failed'; readonly isDiskFull: boolean }
  | { readonly step: 'saved'; readonly name: string; readonly passphrase: string | null }

/** Asks what goes into a pack and who can open it, and saves it. */
export function MakePack({ visits, onClose, onSaved }: MakePackProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const { name } = useProfile()
  const [state, setState] = useState<State>({ step: 'asking' })
  const make = async (order: PackOrder): Promise<void> => {
    setState({ step: 'making' })
    const next = await makeAndSave(workspace, order, name ?? '')
    setState(next)
    if (next.step === 'saved') onSaved()
  }
  return (
    <Dialog title={t('packs.make.title')} isOpen onClose={onClose} width={34}>
      {state.step === 'saved' ? (
        <Saved {...state} onClose={onClose} />
      ) : (
        <PackForm visits={visits} state={state} onMake={(order) => void make(order)} onClose={onClose} />
      )}
    </Dialog>
  )
}

type PackOrder = { readonly scope: string; readonly contents: PackContents; readonly lock: PackLock }

/** Giving up in the save dialog is no failure: the question stands again. */
async function makeAndSave(workspace: Workspace, order: PackOrder, name: string): Promise<State> {
  const { database, desktop, closing } = workspace
  try {
    // What is being typed in a note this moment goes along.
    await closing.flush()
    const made = await makePack(database, packsInWorker(), { ...order, name, deviceName: await desktop.deviceName() })
    const saved = await desktop.saveFile({
      suggestedName: made.suggestedName,
      bytes: made.bytes,
      mediaType: 'application/octet-stream',
    })
    if (!saved.ok) return { step: 'failed', isDiskFull: saved.error.code === 'disk-full' }
    if (saved.value === null) return { step: 'asking' }
    const fileName = saved.value.path?.split(/[\\/]/).at(-1) ?? made.suggestedName
    await packSaved(database, made, fileName)
    return { step: 'saved', name: fileName, passphrase: order.lock.type === 'passphrase' ? order.lock.passphrase : null }
  } catch {
    return { step: 'failed', isDiskFull: false }
  }
}

type PackFormProps = {
  readonly visits: readonly PackVisit[]
  readonly state: State
  readonly onMake: (order: PackOrder) => void
  readonly onClose: () => void
}

function PackForm({ visits, state, onMake, onClose }: PackFormProps) {
  const { t } = useTranslation()
  const laptops = useKnownLaptops()
  const [scope, setScope] = useState(visits[0]?.scope ?? '')
  const [contents, setContents] = useState<PackContents>('visit')
  const [way, setWay] = useState<PackLock['type']>('passphrase')
  const [passphrase, setPassphrase] = useState(() => drawPassphrase())
  const [recipients, setRecipients] = useState<readonly string[]>([])
  const [isTold, setIsTold] = useState(false)
  const visit = visits.find((one) => one.scope === scope)
  // The role changed while the dialog was open.
  if (!visit) return <Notice>{t('packs.make.notYours')}</Notice>
  const problem =
    way === 'passphrase' && strengthOf(passphrase) === 'short' ? 'short' : way === 'laptops' && recipients.length === 0 ? 'nobody' : null
  const submit = (): void => {
    setIsTold(true)
    if (problem === null) onMake({ scope, contents, lock: way === 'passphrase' ? { type: way, passphrase } : { type: way, recipients } })
  }
  return (
    <Form label={t('packs.make.title')} onSubmit={submit}>
      {visits.length > 1 && (
        <Select
          label={t('packs.make.visit')}
          data={visits.map((one) => ({ value: one.scope, label: one.title === '' ? t('kind.visit') : one.title }))}
          value={scope}
          onChange={(value) => value !== null && setScope(value)}
          allowDeselect={false}
        />
      )}
      <Segmented
        label={t('packs.make.contents')}
        value={contents}
        options={[
          { value: 'visit', label: t('packs.make.whole') },
          { value: 'unsent', label: t('packs.make.unsent', { count: visit?.waiting ?? 0 }) },
        ]}
        onChange={setContents}
      />
      <p className={classes.hint}>{t(contents === 'visit' ? 'packs.make.wholeHint' : 'packs.make.unsentHint')}</p>
      {visit && visit.files > 0 && <p className={classes.hint}>{t('packs.make.files', { count: visit.files })}</p>}
      {laptops.length > 0 && (
        <Segmented
          label={t('packs.make.lock')}
          value={way}
          options={[
            { value: 'passphrase', label: t('packs.make.byPassphrase') },
            { value: 'laptops', label: t('packs.make.byLaptop') },
          ]}
          onChange={setWay}
        />
      )}
      {way === 'passphrase' ? (
        <Passphrase value={passphrase} isTold={isTold} onChange={setPassphrase} />
      ) : (
        <Laptops laptops={laptops} chosen={recipients} isMissing={isTold && problem === 'nobody'} onChange={setRecipients} />
      )}
      <Notice>{t('packs.make.internal')}</Notice>
      {state.step === 'failed' && (
        <ErrorNotice
          what={t(state.isDiskFull ? 'packs.make.diskFull' : 'packs.make.failed')}
          safe={t('packs.make.safe')}
          todo={t('packs.make.failedTodo')}
        />
      )}
      <FormActions saveLabel={t('packs.make.save')} onCancel={onClose} isSaving={state.step === 'making'} />
    </Form>
  )
}

type PassphraseProps = { readonly value: string; readonly isTold: boolean; readonly onChange: (value: string) => void }

/** Shown as it is typed: somebody has to read it to a colleague. */
function Passphrase({ value, isTold, onChange }: PassphraseProps) {
  const { t } = useTranslation()
  const strength = strengthOf(value)
  return (
    <TextInput
      label={t('packs.make.passphrase')}
      description={t(`packs.strength.${strength}`)}
      error={isTold && strength === 'short' ? t('packs.make.tooShort') : undefined}
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
      // Beside the input itself, whatever stands under it.
      inputContainer={(input) => (
        <div className={classes.passphrase}>
          {input}
          <Button variant="default" onClick={() => onChange(drawPassphrase())}>
            {t('packs.make.another')}
          </Button>
        </div>
      )}
    />
  )
}

type LaptopsProps = {
  readonly laptops: readonly KnownLaptop[]
  readonly chosen: readonly string[]
  readonly isMissing: boolean
  readonly onChange: (recipients: readonly string[]) => void
}

function Laptops({ laptops, chosen, isMissing, onChange }: LaptopsProps) {
  const { t } = useTranslation()
  return (
    <Checkbox.Group
      label={t('packs.make.whose')}
      error={isMissing ? t('packs.make.nobody') : undefined}
      value={[...chosen]}
      onChange={onChange}
    >
      <Stack gap="xs" mt="xs">
        {laptops.map(({ device, name, deviceName, recipient }) => (
          <Checkbox key={device} value={recipient} label={[name, deviceName].filter((part) => part !== '').join(' · ')} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

function Saved({ name, passphrase, onClose }: { readonly name: string; readonly passphrase: string | null; readonly onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Step>
      <Notice tone="agreed">{t('packs.make.saved', { name })}</Notice>
      {passphrase !== null && (
        <p className={classes.tell}>
          {t('packs.make.tell')} <span className={classes.secret}>{passphrase}</span>
        </p>
      )}
      <div className={classes.actions}>
        <Button data-autofocus onClick={onClose}>
          {t('packs.done')}
        </Button>
      </div>
    </Step>
  )
}

function useKnownLaptops(): readonly KnownLaptop[] {
  const { database } = useWorkspace()
  const [laptops, setLaptops] = useState<readonly KnownLaptop[]>([])
  useEffect(() => {
    let isGone = false
    void knownLaptops(database).then((known) => {
      if (!isGone) setLaptops(known)
    })
    return () => {
      isGone = true
    }
  }, [database])
  return laptops
}
