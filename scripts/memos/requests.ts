import type { VisitFile } from '@shared/domain/visit-file.ts'
import {
  MEMCON_PRESETS,
  REGISTER_PRESETS,
  type AttachedFile,
  type BriefRequest,
  type MemconRequest,
  type MemoEdits,
  type MemoKind,
  type MemoRequest,
} from '@memos/content/request.ts'
import { indexVisit } from '@memos/content/visit-index.ts'
import type { Order } from './order.ts'

/** What was read for an order beside the visit itself. */
export type Beside = {
  readonly edits: MemoEdits | undefined
  readonly earlier: readonly VisitFile[]
  readonly attached: readonly AttachedFile[]
}

/** Every document that an order asks of a visit, language by language. */
export function requestsOf(file: VisitFile, order: Order, beside: Beside): MemoRequest[] {
  return order.languages.flatMap((language) => order.kinds.flatMap((kind) => ofKind(kind, { file, order, beside, language })))
}

type Asked = { readonly file: VisitFile; readonly order: Order; readonly beside: Beside; readonly language: MemoRequest['language'] }

function ofKind(kind: MemoKind, asked: Asked): MemoRequest[] {
  const { file, order, beside } = asked
  const { audience, preset, grouping, pageNumbers } = order
  const head = headOf(asked)
  const contents = pageNumbers ? { pageNumbers } : {}
  switch (kind) {
    case 'memcon':
      return meetingKeys(file, order).map((meetingKey): MemconRequest => {
        const own = MEMCON_PRESETS.find((one) => one === preset)
        return { kind, ...head, audience, meetingKey, ...(own === undefined ? {} : { preset: own }), ...attachedOf(beside) }
      })
    case 'report':
      return [{ kind, ...head, ...contents, audience, ...attachedOf(beside) }]
    case 'register': {
      const own = REGISTER_PRESETS.find((one) => one === preset)
      return [{ kind, ...head, audience, ...(own === undefined ? {} : { preset: own }), ...(grouping === undefined ? {} : { grouping }) }]
    }
    // A letter is for the other side, also where the rest is for our own.
    case 'letter':
      return organizationsMet(file).map((organizationKey) => ({ kind, ...head, audience: 'shared', organizationKey }))
    // And a brief never is: in a folder for the other side it has no place.
    case 'brief':
      return audience === 'internal' ? briefsOf(asked) : []
  }
}

const attachedOf = ({ attached }: Beside) => (attached.length === 0 ? {} : { attached })

/** The briefs of all meetings in one document, or that of the one that was asked for. */
function briefsOf(asked: Asked): BriefRequest[] {
  const { file, order, beside } = asked
  const { earlier } = beside
  const head = { kind: 'brief' as const, ...headOf(asked), audience: 'internal' as const, ...(earlier.length === 0 ? {} : { earlier }) }
  if (order.meeting !== undefined) return meetingKeys(file, order).map((meetingKey) => ({ ...head, meetingKey }))
  return [{ ...head, ...(order.pageNumbers ? { pageNumbers: true } : {}) }]
}

function headOf({ order: { secondLanguage, isDraft }, beside: { edits }, language }: Asked) {
  return {
    language,
    ...(secondLanguage === undefined || secondLanguage === language ? {} : { secondLanguage }),
    ...(isDraft ? { isDraft } : {}),
    ...(edits === undefined ? {} : { edits }),
  }
}

/** Of every meeting, or of the one with that number; none where the visit has no such meeting. */
export function meetingKeys(file: VisitFile, { meeting }: Pick<Order, 'meeting'>): string[] {
  if (meeting === undefined) return file.meetings.map(({ key }) => key)
  return indexVisit(file).meetings.flatMap(({ number, record }) => (number === meeting ? [record.key] : []))
}

/** The organizations of meetings that took place or are not said not to have, each once. */
const organizationsMet = ({ meetings }: VisitFile): string[] => [
  ...new Set(meetings.filter(({ state }) => state !== 'planned' && state !== 'cancelled').flatMap(({ organizations }) => organizations)),
]
