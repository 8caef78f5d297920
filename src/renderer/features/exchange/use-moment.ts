import { useNow } from '../../lib/now.tsx'
import { useFormats } from '../../lib/use-formats.ts'
import { usePlaceZone } from '../../records/use-place-zone.ts'

/** An instant in the words of this page: in the zone of the visit's place. */
export function useMoment(): (time: number) => string {
  const formats = useFormats()
  const zone = usePlaceZone()
  const now = useNow()
  return (time) => formats.momentIn(zone, time, now)
}
