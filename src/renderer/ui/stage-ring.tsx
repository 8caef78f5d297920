import type { ReactNode } from 'react'
import classes from './chip.module.css'

/** A ring that fills with the life of a thing: shape first, colour second. */
export type StageShape = 'dashed' | 'quarter' | 'half' | 'three-quarters' | 'triangle' | 'tick' | 'cross' | 'arrow'

type StageRingProps = { readonly shape: StageShape; /** In pixels at 100 %. */ readonly size?: number }

const COLOURS: Readonly<Record<StageShape, string>> = {
  dashed: 'var(--sn-text-3)',
  quarter: 'var(--sn-accent)',
  half: 'var(--sn-accent)',
  'three-quarters': 'var(--sn-accent)',
  triangle: 'var(--sn-agreed)',
  tick: 'var(--sn-agreed)',
  cross: 'var(--sn-text-3)',
  arrow: 'var(--sn-text-3)',
}

/** The shape alone: always put a word beside it (StageLabel does). */
export function StageRing({ shape, size = 15 }: StageRingProps) {
  const colour = COLOURS[shape]
  return (
    <svg width={`${size / 16}rem`} height={`${size / 16}rem`} viewBox="0 0 16 16" aria-hidden data-shape={shape}>
      <circle
        cx="8"
        cy="8"
        r="6.5"
        fill={shape === 'tick' ? colour : 'none'}
        stroke={colour}
        strokeWidth="1.5"
        strokeDasharray={shape === 'dashed' ? '2.2 1.88' : undefined}
      />
      <Inside shape={shape} colour={colour} />
    </svg>
  )
}

type StageLabelProps = { readonly shape: StageShape; readonly children: ReactNode }

export function StageLabel({ shape, children }: StageLabelProps) {
  return (
    <span className={classes.stage}>
      <StageRing shape={shape} />
      <span className="sn-ellipsis">{children}</span>
    </span>
  )
}

const FILLED: Readonly<Partial<Record<StageShape, number>>> = { quarter: 0.25, half: 0.5, 'three-quarters': 0.75 }
const line = { fill: 'none', strokeWidth: 1.5, strokeLinecap: 'round', strokeLinejoin: 'round' } as const

function Inside({ shape, colour }: { readonly shape: StageShape; readonly colour: string }) {
  const part = FILLED[shape]
  if (part !== undefined) return <path d={wedge(part)} fill={colour} />
  if (shape === 'triangle') return <path d="M6.6 5.1v5.8L11 8z" fill={colour} />
  if (shape === 'tick') return <path d="M5 8.2l2.1 2.1L11.2 6" stroke="var(--sn-surface)" {...line} />
  if (shape === 'cross') return <path d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8" stroke={colour} {...line} />
  if (shape === 'arrow') return <path d="M5 8h5.4M8.4 5.8L10.6 8l-2.2 2.2" stroke={colour} {...line} />
  return null
}

/** A pie from twelve o'clock, clockwise. @param part of the circle, above 0 and below 1 */
function wedge(part: number): string {
  const radius = 4.1
  const angle = part * 2 * Math.PI
  const x = 8 + radius * Math.sin(angle)
  const y = 8 - radius * Math.cos(angle)
  return `M8 8V${8 - radius}A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${x} ${y}Z`
}
