import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'

type Clock = () => number
const NowContext = createContext<Clock>(() => Date.now())

/** Gives the screens their clock, in milliseconds; a test gives one that stands still. */
export const NowProvider = ({ now, children }: { readonly now: Clock; readonly children: ReactNode }) => (
  <NowContext value={now}>{children}</NowContext>
)

/** The present, drawn again when a minute begins. Milliseconds since 1970. */
export function useNow(): number {
  const now = useContext(NowContext)
  const [value, setValue] = useState(now)
  useEffect(() => {
    // Timers are late after sleep: each tick is planned from the clock, not from the tick before.
    let timer: ReturnType<typeof setTimeout>
    const plan = (): void => {
      timer = setTimeout(
        () => {
          setValue(now())
          plan()
        },
        60_000 - (now() % 60_000) + 20,
      )
    }
    const wake = (): void => setValue(now())
    plan()
    document.addEventListener('visibilitychange', wake)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', wake)
    }
  }, [now])
  return value
}
