import type { ReplyOf } from '@shared/sync/protocol.ts'
import type { RescueState } from '@shared/sync/protocol/rescue.ts'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken, useCallWords } from '../../records/call-words.ts'
import { useSyncStatus, useWorkspace } from '../../records/workspace.tsx'
import { useToasts } from '../../ui/toast.tsx'

type Rescues = {
  readonly items: ReplyOf<'rescues'>['items']
  /** Takes in or puts aside, then asks the ministry again. */
  readonly settle: (positions: readonly number[], take: boolean) => Promise<void>
}

/**
 * What waits for the owner's decision in one visit, or was put aside; asked for again whenever the ministry was reached.
 * @param turn any number; another one asks again
 */
export function useRescues(scope: string, state: Exclude<RescueState, 'taken'>, turn: number): Rescues {
  const { t } = useTranslation()
  const { session, sync } = useWorkspace()
  const { reachedAt } = useSyncStatus()
  const toasts = useToasts()
  const callWords = useCallWords()
  const [items, setItems] = useState<Rescues['items']>([])
  const load = useCallback(async (): Promise<Rescues['items'] | null> => {
    const reply = await session.call('rescues', { scope, body: { state, before: null } })
    // Without a network the list of the last time stays.
    return reply.ok ? reply.value.items : null
  }, [session, scope, state])
  useEffect(() => {
    let isGone = false
    void load().then((loaded) => {
      if (!isGone && loaded) setItems(loaded)
    })
    return () => {
      isGone = true
    }
  }, [load, reachedAt, turn])
  const settle = async (positions: readonly number[], take: boolean): Promise<void> => {
    if (positions.length === 0) return
    const reply = await session.call('settleRescues', { scope, body: { positions: [...positions], take } })
    if (!reply.ok) return toasts.warn(spoken(callWords(reply.error.code)))
    const parked = reply.value.results.filter(({ outcome }) => outcome === 'parked').length
    if (parked > 0) toasts.warn(t('rescue.parked', { count: parked }))
    else toasts.say(t(take ? 'rescue.taken' : 'rescue.putAside'))
    setItems((await load()) ?? [])
    await sync.syncNow()
  }
  return { items, settle }
}
