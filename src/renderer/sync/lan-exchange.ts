import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LanEvent } from '@shared/ipc/lan.ts'
import type { Invitation } from '@shared/lan/invitation.ts'
import type { LanProblem } from '@shared/lan/problems.ts'
import type { PackAuthor, PackProblem } from '@shared/sync/pack-format.ts'
import type { Database } from '../db/database.ts'
import type { LanCall, LanDoor, LanLine } from '../lib/desktop-lan.ts'
import { makePack, packFileName, packSaved, type MadePack } from './make-pack.ts'
import { acquaintanceOf, ensurePackKeys, knownLaptops, publicKey, type Acquaintance } from './pack-keys.ts'
import type { PackWork } from './pack-work.ts'
import { acceptPack, openPack, type PackPreview } from './take-pack.ts'

/** What becomes of this side's pack. `share` of it is on its way, 0 to 1. */
export type LanOut =
  | { readonly stage: 'making' | 'there' | 'taken' | 'declined' | 'nothing' | 'failed' }
  | { readonly stage: 'going'; readonly share: number }
/** What becomes of theirs. */
export type LanIn =
  | { readonly stage: 'awaited' | 'reading' | 'declined' | 'nothing' }
  | { readonly stage: 'coming'; readonly share: number }
  | { readonly stage: 'preview'; readonly preview: PackPreview; readonly isJoining: boolean }
  | { readonly stage: 'taken'; readonly scope: string }
  | { readonly stage: 'refused'; readonly problem: PackProblem }

export type LanState =
  | { readonly step: 'opening' | 'calling' }
  /** `problem` is why the last one who came went away. */
  | { readonly step: 'waiting'; readonly invitation: Invitation; readonly problem: LanProblem | null }
  | {
      readonly step: 'met'
      readonly peer: PackAuthor
      readonly acquaintance: Exclude<Acquaintance, 'other-key'>
      readonly isConfirmed: boolean
    }
  | {
      readonly step: 'exchanging'
      readonly peer: PackAuthor
      readonly out: LanOut
      readonly in: LanIn
      /** `done` and a problem are its end; what came whole can still be taken in. */
      readonly line: 'open' | 'done' | LanProblem
    }
  | { readonly step: 'ended'; readonly problem: LanProblem }

export type LanOrder = { readonly type: 'wait'; readonly address: string } | { readonly type: 'call'; readonly to: LanCall }
export type LanContext = {
  readonly database: Database
  readonly work: PackWork
  readonly door: LanDoor
  readonly name: string
  readonly deviceName: string
  /** What is being typed this moment goes along. */
  readonly flush: () => Promise<void>
}

export type LanExchange = {
  readonly state: StoreApi<LanState>
  /** This is the right person, and this visit goes to them; with null there is nothing to give. */
  confirm(scope: string | null): void
  /** Takes in what was looked at; false when it could not be. */
  accept(): Promise<boolean>
  decline(): void
  /** Whatever is going on ends. */
  close(): void
}

/** One exchange on the network, from the wait or the call on: the packs are those of the stick, the way is another. */
export async function beginLanExchange(context: LanContext, order: LanOrder): Promise<LanExchange> {
  const keys = await ensurePackKeys(context.database)
  const { name, deviceName, door } = context
  const me: PackAuthor = {
    device: keys.deviceId,
    deviceName: deviceName.slice(0, 200),
    name: name.slice(0, 200),
    key: publicKey(keys),
    recipient: keys.recipient,
  }
  const running = new Running(context)
  if (order.type === 'call') {
    running.state.setState({ step: 'calling' })
    running.line = await door.call({ ...order.to, me }, running.hear)
    return running
  }
  const { line, answer } = await door.listen({ address: order.address, me }, running.hear)
  running.line = line
  if ('problem' in answer) running.state.setState({ step: 'ended', problem: answer.problem })
  else running.wait({ address: order.address, ...answer })
  return running
}

type Exchanging = LanState & { step: 'exchanging' }

class Running implements LanExchange {
  readonly state: StoreApi<LanState> = createStore<LanState>(() => ({ step: 'opening' }))
  readonly #context: LanContext
  line: LanLine | null = null
  #invitation: Invitation | null = null
  #scope: string | null = null
  #made: MadePack | null = null
  /** One event after the other, although some ask the database. */
  #last: Promise<void> = Promise.resolve()

  constructor(context: LanContext) {
    this.#context = context
  }

  hear = (event: LanEvent): void => {
    this.#last = this.#last.then(() => this.#handle(event))
  }

  wait(invitation: Invitation): void {
    this.#invitation = invitation
    // Somebody may have come already.
    if (this.state.getState().step === 'opening') this.state.setState({ step: 'waiting', invitation, problem: null })
  }

  confirm(scope: string | null): void {
    const state = this.state.getState()
    if (state.step !== 'met' || state.isConfirmed) return
    this.#scope = scope
    this.state.setState({ ...state, isConfirmed: true })
    void this.line?.confirm()
  }

  async accept(): Promise<boolean> {
    const { preview } = this.#preview() ?? {}
    if (!preview) return false
    this.#change({ in: { stage: 'preview', preview, isJoining: true } })
    const { scope, title, createdAt } = preview.pack.manifest
    const accepted = await acceptPack(this.#context.database, preview, packFileName(title, createdAt, this.#context.database.host.zone()))
    this.#change({ in: accepted.ok ? { stage: 'taken', scope } : { stage: 'refused', problem: accepted.error.code } })
    // Only now: whoever hears "taken" shows that the work lies with a colleague.
    await this.line?.answer(accepted.ok)
    return accepted.ok
  }

  decline(): void {
    if (!this.#preview()) return
    this.#change({ in: { stage: 'declined' } })
    void this.line?.answer(false)
  }

  close(): void {
    this.line?.end()
  }

  async #handle(event: LanEvent): Promise<void> {
    switch (event.what) {
      case 'knocked':
        return this.#waitAgain(event.problem)
      case 'met':
        return this.#meet(event.peer)
      case 'confirmed':
        return this.#begin()
      case 'sent':
        return this.#sent(event.bytes / event.size)
      case 'came':
        return this.#come(event)
      case 'answered':
        return this.#answered(event.isTaken)
      case 'ended':
        return this.#end(event.problem)
    }
  }

  #waitAgain(problem: LanProblem): void {
    if (this.#invitation) this.state.setState({ step: 'waiting', invitation: this.#invitation, problem }, true)
  }

  async #meet(peer: PackAuthor): Promise<void> {
    const acquaintance = acquaintanceOf(await knownLaptops(this.#context.database), peer)
    if (acquaintance !== 'other-key') return this.state.setState({ step: 'met', peer, acquaintance, isConfirmed: false }, true)
    this.line?.end()
    this.state.setState({ step: 'ended', problem: 'other-key' })
  }

  #begin(): void {
    const state = this.state.getState()
    if (state.step !== 'met') return
    const out: LanOut = { stage: this.#scope === null ? 'nothing' : 'making' }
    this.state.setState({ step: 'exchanging', peer: state.peer, out, in: { stage: 'awaited' }, line: 'open' }, true)
    void this.#give(state.peer)
  }

  async #give({ recipient }: PackAuthor): Promise<void> {
    const { database, work, name, deviceName, flush } = this.#context
    const scope = this.#scope
    if (scope === null) return this.line?.give(null)
    try {
      await flush()
      const lock = { type: 'laptops', recipients: [recipient] } as const
      this.#made = await makePack(database, work, { scope, contents: 'visit', lock, name, deviceName })
      this.#change({ out: { stage: 'going', share: 0 } })
      await this.line?.give(this.#made.bytes)
    } catch {
      // A full disk, a worker that did not start: theirs can still come.
      this.#change({ out: { stage: 'failed' } })
      await this.line?.give(null)
    }
  }

  #sent(share: number): void {
    const state = this.state.getState()
    // A quick colleague's answer can be here before the last word of the way.
    if (state.step !== 'exchanging' || state.out.stage !== 'going') return
    this.#change({ out: share < 1 ? { stage: 'going', share } : { stage: 'there' } })
  }

  #come({ bytes, size }: { bytes: number; size: number }): void {
    if (size === 0) return this.#change({ in: { stage: 'nothing' } })
    if (bytes < size) return this.#change({ in: { stage: 'coming', share: bytes / size } })
    this.#change({ in: { stage: 'reading' } })
    void this.#read()
  }

  async #read(): Promise<void> {
    const { database, work } = this.#context
    const bytes = await this.line?.take()
    const opened = bytes ? await openPack(database, work, { bytes, passphrase: null }).catch(() => null) : null
    const problem = opened === null ? 'storage' : opened.ok ? this.#problemOfMaker(opened.value) : opened.error.code
    if (opened?.ok && problem === null) return this.#change({ in: { stage: 'preview', preview: opened.value, isJoining: false } })
    this.#change({ in: { stage: 'refused', problem: problem ?? 'storage' } })
    await this.line?.answer(false)
  }

  /** A pack that somebody else made is not what was confirmed here. */
  #problemOfMaker({ pack }: PackPreview): PackProblem | null {
    const state = this.state.getState()
    const { author } = pack.manifest
    return state.step === 'exchanging' && author.key === state.peer.key && author.device === state.peer.device ? null : 'bad-signature'
  }

  async #answered(isTaken: boolean): Promise<void> {
    const made = this.#made
    // A disk that refuses costs the receipt: the record goes on showing "on this laptop", which is the safe side.
    if (isTaken && made) await packSaved(this.#context.database, made, made.suggestedName).catch(() => undefined)
    this.#change({ out: { stage: isTaken ? 'taken' : 'declined' } })
  }

  #end(problem: LanProblem | null): void {
    const state = this.state.getState()
    if (state.step === 'exchanging') this.#change({ line: problem ?? 'done' })
    else if (state.step !== 'ended') this.state.setState({ step: 'ended', problem: problem ?? 'cut' }, true)
  }

  #preview(): (LanIn & { stage: 'preview' }) | null {
    const state = this.state.getState()
    return state.step === 'exchanging' && state.in.stage === 'preview' && !state.in.isJoining ? state.in : null
  }

  #change(part: Partial<Pick<Exchanging, 'out' | 'in' | 'line'>>): void {
    const state = this.state.getState()
    if (state.step === 'exchanging') this.state.setState({ ...state, ...part }, true)
  }
}
