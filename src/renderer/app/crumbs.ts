import type { Crumb } from '../ui/breadcrumbs.tsx'
import { placeAddress, placeOf, type Place } from './places.ts'

type Standing = {
  /** The path of the open screen, with its `$` parts. */
  readonly path: string
  /** The paths that have a page: a place without one is no step of the way. */
  readonly paths: readonly string[]
  readonly visitId: string | null
  readonly visitTitle: string | undefined
  /** The name of the record that the screen shows. */
  readonly pageTitle: string | null
  readonly labelOf: (label: NonNullable<Place['label']>) => string
}

/** The open place and those above it, the nearest first. */
export function trailOf(path: string): readonly string[] {
  const above = placeOf(path)?.parent
  return above === undefined ? [path] : [path, ...trailOf(above)]
}

/** The breadcrumbs: places from the top down, then the record's name. The last one is where we are and leads nowhere. */
export function crumbsOf({ path, paths, visitId, visitTitle, pageTitle, labelOf }: Standing): readonly Crumb[] {
  const steps = trailOf(path)
    .toReversed()
    .filter((step) => paths.includes(step))
    .flatMap((step): Crumb[] => {
      const { label } = placeOf(step) ?? {}
      const name = step === '/visit/$visitId' ? (visitTitle ?? pageTitle) : label === undefined ? null : labelOf(label)
      const address = placeAddress(step, visitId)
      return name === null ? [] : [{ label: name, href: address === undefined ? undefined : `#${address}` }]
    })
  const isNamed = pageTitle === null || pageTitle === steps.at(-1)?.label
  const all = isNamed ? steps : [...steps, { label: pageTitle }]
  return all.map((crumb, index) => (index === all.length - 1 ? { label: crumb.label } : crumb))
}
