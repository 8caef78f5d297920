import { Button, Progress, Select } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fingerprintOf } from '@shared/sync/pack-proof.ts'
import type { LanExchange, LanIn, LanOut, LanState } from '../../sync/lan-exchange.ts'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { Words } from '../../ui/words.tsx'
import { LanTrouble } from './lan-trouble.tsx'
import classes from './lan.module.css'
import { isNothingNew } from './pack-preview-model.ts'
import { PackPreviewStep } from './pack-preview.tsx'
import type { PackVisit } from './pack-visits.ts'
import { OwnDigits } from './own-digits.tsx'
import { useAfterPack } from './use-after-pack.ts'

type MetProps = {
  readonly state: LanState & { step: 'met' }
  readonly visits: readonly PackVisit[]
  readonly onConfirm: (scope: string | null) => void
  readonly onRefuse: () => void
}

const NOTHING = ''

/** Is this the colleague, and what goes to them? Nothing has gone yet. */
export function Met({ state, visits, onConfirm, onRefuse }: MetProps) {
  const { t } = useTranslation()
  const [scope, setScope] = useState(visits[0]?.scope ?? NOTHING)
  const { peer, acquaintance, isConfirmed } = state
  const name = nameOf(peer)
  return (
    <>
      <p className={classes.what}>
        <strong>
          <Words>{name}</Words>
        </strong>
        {peer.deviceName !== name && (
          <>
            {' · '}
            <Words>{peer.deviceName}</Words>
          </>
        )}
      </p>
      <Notice tone={acquaintance === 'known' ? 'agreed' : 'open'}>
        {t(`lan.met.${acquaintance}`, { name })} <span className={classes.digits}>{fingerprintOf(peer.key)}</span>
      </Notice>
      <OwnDigits />
      <Select
        label={t('lan.give')}
        data={[
          ...visits.map((visit) => ({ value: visit.scope, label: visit.title === '' ? t('kind.visit') : visit.title })),
          { value: NOTHING, label: t('lan.giveNothing') },
        ]}
        value={scope}
        disabled={isConfirmed}
        onChange={(value) => value !== null && setScope(value)}
        allowDeselect={false}
      />
      {isConfirmed && <p role="status">{t('lan.confirmed', { name })}</p>}
      <div className={classes.actions}>
        <Button loading={isConfirmed} onClick={() => onConfirm(scope === NOTHING ? null : scope)}>
          {t('lan.confirm')}
        </Button>
        <Button variant="default" onClick={onRefuse}>
          {t('lan.refuse')}
        </Button>
      </div>
    </>
  )
}

const nameOf = ({ name, deviceName }: (LanState & { step: 'met' })['peer']): string => (name === '' ? deviceName : name)

type ExchangingProps = {
  readonly state: LanState & { step: 'exchanging' }
  readonly exchange: LanExchange
  readonly onAgain: () => void
  readonly onClose: () => void
}

/** Both ways at once, and the same look at what came as with a pack from a stick. */
export function Exchanging({ state, exchange, onAgain, onClose }: ExchangingProps) {
  const { t } = useTranslation()
  const afterPack = useAfterPack()
  const name = nameOf(state.peer)
  const accept = async (): Promise<void> => {
    const { in: coming } = state
    if ((await exchange.accept()) && coming.stage === 'preview') await afterPack(coming.preview.pack.manifest.scope)
  }
  const { line } = state
  return (
    <>
      {line !== 'open' && line !== 'done' && (
        <div className={classes.trouble}>
          <LanTrouble problem={line} />
        </div>
      )}
      <div className={classes.ways}>
        <Way name={t('lan.yours')} share={state.out.stage === 'going' ? state.out.share : null}>
          <OutWords out={state.out} line={line} name={name} />
        </Way>
        <Way name={t('lan.theirs')} share={state.in.stage === 'coming' ? state.in.share : null}>
          <InWords coming={state.in} line={line} name={name} />
        </Way>
      </div>
      {state.in.stage === 'preview' && (
        <PackPreviewStep
          preview={state.in.preview}
          isJoining={state.in.isJoining}
          isMakerKnown
          onAccept={() => void accept()}
          // A pack with nothing new in it counts as taken in: all of it is here.
          onCancel={() => (state.in.stage === 'preview' && isNothingNew(state.in.preview) ? void accept() : exchange.decline())}
        />
      )}
      {state.in.stage !== 'preview' && line !== 'open' && (
        <div className={classes.actions}>
          <Button onClick={onClose}>{t('packs.done')}</Button>
          {line !== 'done' && (
            <Button variant="default" onClick={onAgain}>
              {t('lan.again')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

type WayProps = { readonly name: string; readonly share: number | null; readonly children: ReactNode }

function Way({ name, share, children }: WayProps) {
  return (
    <section aria-label={name}>
      <p className={classes.wayName}>{name}</p>
      <div className={classes.way} role="status">
        {children}
      </div>
      {share !== null && <Progress value={share * 100} aria-label={name} mt={6} />}
    </section>
  )
}

type WordsProps = { readonly line: (LanState & { step: 'exchanging' })['line']; readonly name: string }

function OutWords({ out, line, name }: WordsProps & { readonly out: LanOut }) {
  const { t } = useTranslation()
  // What was on its way when the line went dead stays here as unsent.
  const isLost = line !== 'open' && (out.stage === 'making' || out.stage === 'going' || out.stage === 'there')
  return t(isLost ? 'lan.out.lost' : `lan.out.${out.stage}`, { name })
}

function InWords({ coming, line, name }: WordsProps & { readonly coming: LanIn }) {
  const { t } = useTranslation()
  if (coming.stage === 'refused') {
    return (
      <ErrorNotice
        what={t(`packs.refused.${coming.problem}`)}
        safe={t('packs.refused.safe')}
        todo={t(`packs.refusedTodo.${coming.problem}`)}
      />
    )
  }
  if (coming.stage === 'taken') {
    return (
      <>
        {t('packs.accepted')} <TextButton href={`#/visit/${coming.scope}`}>{t('packs.openVisit')}</TextButton>
      </>
    )
  }
  const isLost = line !== 'open' && (coming.stage === 'awaited' || coming.stage === 'coming')
  return t(isLost ? 'lan.in.lost' : `lan.in.${coming.stage}`, { name })
}
