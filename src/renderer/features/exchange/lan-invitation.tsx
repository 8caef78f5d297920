import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addressToText,
  codeToText,
  invitationToText,
  readAddress,
  readCode,
  readInvitation,
  type Invitation,
} from '@shared/lan/invitation.ts'
import type { LanProblem } from '@shared/lan/problems.ts'
import type { LanCall, LanNetwork } from '../../lib/desktop-lan.ts'
import { Form, FormActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import classes from './lan.module.css'

type WaitingProps = {
  readonly invitation: Invitation
  /** Why the last one who came went away. */
  readonly problem: LanProblem | null
  readonly networks: readonly LanNetwork[]
  readonly onOther: (address: string) => void
}

/** What the other laptop needs: to type, to paste, or to read with a camera. */
export function Waiting({ invitation, problem, networks, onOther }: WaitingProps) {
  const { t } = useTranslation()
  const text = invitationToText(invitation)
  return (
    <>
      {problem !== null && (
        <div className={classes.trouble}>
          <Notice tone="open">
            {t(problem === 'wrong-code' ? 'lan.wrongCodeHere' : `lan.problem.${problem}`)} {t('lan.stillWaiting')}
          </Notice>
        </div>
      )}
      <p className={classes.what}>{t('lan.tell')}</p>
      <div className={classes.invitation}>
        <QrCode text={text} label={t('lan.qr', { text })} />
        <dl className={classes.facts}>
          <dt>{t('lan.address')}</dt>
          <dd>{addressToText(invitation)}</dd>
          <dt>{t('lan.code')}</dt>
          <dd className={classes.code}>{codeToText(invitation.code)}</dd>
        </dl>
      </div>
      <TextInput
        className={classes.asText}
        label={t('lan.asText')}
        value={text}
        readOnly
        spellCheck={false}
        // The desktop gives a page no permission to write to the clipboard: one key does it.
        onFocus={(event) => event.currentTarget.select()}
      />
      <p role="status" className={classes.status}>
        {t('lan.waiting')}
      </p>
      {networks.length > 1 && (
        <Select
          label={t('lan.network')}
          description={t('lan.networkHint')}
          data={networks.map(({ name, address }) => ({ value: address, label: `${name} · ${address}` }))}
          value={invitation.address}
          onChange={(address) => address !== null && address !== invitation.address && onOther(address)}
          allowDeselect={false}
        />
      )}
      <p className={classes.hint}>{t('lan.firewallHint')}</p>
    </>
  )
}

type EnterInvitationProps = { readonly onEnter: (to: LanCall) => void; readonly onCancel: () => void }

/** Two fields to type; the whole text of the QR code, pasted into either, fills both. */
export function EnterInvitation({ onEnter, onCancel }: EnterInvitationProps) {
  const { t } = useTranslation()
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const [isTold, setIsTold] = useState(false)
  const [where, secret] = [readAddress(address), readCode(code)]
  const typed = (value: string, set: (value: string) => void): void => {
    const whole = readInvitation(value)
    if (whole === null) return set(value)
    setAddress(addressToText(whole))
    setCode(codeToText(whole.code))
  }
  const submit = (): void => {
    setIsTold(true)
    if (where !== null && secret !== null) onEnter({ ...where, code: secret })
  }
  return (
    <Form label={t('lan.enter')} onSubmit={submit}>
      <TextInput
        label={t('lan.address')}
        description={t('lan.addressHint')}
        error={isTold && where === null ? t('lan.noAddress') : undefined}
        value={address}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        onChange={(event) => typed(event.currentTarget.value, setAddress)}
      />
      <TextInput
        label={t('lan.code')}
        error={isTold && secret === null ? t('lan.noCode') : undefined}
        value={code}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => typed(event.currentTarget.value, setCode)}
      />
      <p className={classes.hint}>{t('lan.pasteHint')}</p>
      <FormActions saveLabel={t('lan.connect')} cancelLabel={t('lan.back')} onCancel={onCancel} />
    </Form>
  )
}
