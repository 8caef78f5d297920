/** Eight-pointed star, the khatam of Uzbek tile work, with a way through it. */
export function Logo({ size = 20 }: { /** In pixels at 100 %. */ readonly size?: number }) {
  return (
    <svg width={`${size / 16}rem`} height={`${size / 16}rem`} viewBox="0 0 24 24" aria-hidden style={{ flex: 'none' }}>
      <g fill="var(--sn-accent)">
        <rect x="4.2" y="4.2" width="15.6" height="15.6" rx="1.6" />
        <rect x="4.2" y="4.2" width="15.6" height="15.6" rx="1.6" transform="rotate(45 12 12)" />
      </g>
      <path d="M8.2 15.2c2.2 0 2-6.4 4.2-6.4 1.5 0 1.2 3 3.4 3" stroke="#fff" strokeWidth="1.7" fill="none" strokeLinecap="round" />
      <circle cx="15.9" cy="11.8" r="1.4" fill="#fff" />
    </svg>
  )
}

const TILE = 96
const STAR = star(48)
const INNER = star(48 * 0.62)
const NEIGHBOURS = [
  [-TILE, 0],
  [0, -TILE],
  [TILE, 0],
  [0, TILE],
] as const

/** The star-and-cross tile as a hairline behind the first page; fades towards the middle, where the words are. */
export function StarPattern() {
  const fade = 'radial-gradient(ellipse at center, transparent 30%, #000 85%)'
  return (
    <svg
      aria-hidden
      data-no-print
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none', opacity: 0.18, maskImage: fade }}
    >
      <defs>
        <pattern id="sn-star-tile" width={TILE} height={TILE} patternUnits="userSpaceOnUse" patternTransform="translate(-12 -12)">
          <g fill="none" stroke="var(--sn-accent)" strokeWidth="1">
            <polygon points={STAR} />
            <polygon points={INNER} strokeWidth="0.7" />
            {NEIGHBOURS.map(([x, y]) => (
              <polygon key={`${x} ${y}`} points={STAR} transform={`translate(${x} ${y})`} />
            ))}
          </g>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#sn-star-tile)" />
    </svg>
  )
}

/** The sixteen corners of an eight-pointed star around (60, 60). @param radius of its points */
function star(radius: number): string {
  return Array.from({ length: 16 }, (_, corner) => {
    const angle = (corner * Math.PI) / 8 - Math.PI / 2
    const distance = corner % 2 === 1 ? radius * 0.7654 : radius
    return `${(60 + distance * Math.cos(angle)).toFixed(2)},${(60 + distance * Math.sin(angle)).toFixed(2)}`
  }).join(' ')
}
