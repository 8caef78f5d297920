import { encode } from 'uqr'
import classes from './qr-code.module.css'

type QrCodeProps = {
  readonly text: string
  /** Read aloud in place of the picture. */
  readonly label: string
}

/** Dark on light in both colour schemes: many readers know nothing else. */
export function QrCode({ text, label }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className={classes.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} className={classes.light} />
      <path d={path} className={classes.dark} />
    </svg>
  )
}
