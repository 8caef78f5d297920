export type DotShape = 'tick' | 'dot' | 'ring' | 'cross'

type StateDotProps = { readonly shape: DotShape; /** For voices; leave it out where a word stands beside it. */ readonly label?: string }

/** Before an entry of a programme: over (tick), now or next (dot), still to come (ring), not happening (cross). */
export function StateDot({ shape, label }: StateDotProps) {
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg width="0.75rem" height="0.75rem" viewBox="0 0 12 12" style={{ flex: 'none' }} {...named}>
      {shape === 'tick' && <path d="M2 6.3l2.6 2.6L10 3.4" {...stroke} />}
      {shape === 'cross' && <path d="M3 3l6 6m0-6l-6 6" {...stroke} />}
      {shape === 'dot' && <circle cx="6" cy="6" r="4" fill="var(--sn-accent)" />}
      {shape === 'ring' && <circle cx="6" cy="6" r="3.6" fill="none" stroke="var(--sn-text-3)" strokeWidth="1.4" />}
    </svg>
  )
}

const stroke = { stroke: 'var(--sn-text-3)', strokeWidth: 1.6, fill: 'none', strokeLinecap: 'round', strokeLinejoin: 'round' } as const
