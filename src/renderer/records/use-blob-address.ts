import { useEffect, useState } from 'react'
import { readWhole, type LocalBlob } from '../db/blobs.ts'
import { isHeard, isShown } from '../lib/file-type.ts'
import { blobKey } from '../sync/blob-status.ts'
import { useBlobStatus, useWorkspace } from './workspace.tsx'

/**
 * An address under which a picture can be shown, or a recording played, while the component stands; null while it is not here,
 * or is of another kind.
 */
export function useBlobAddress(content: {
  readonly scope: string
  readonly hash: string | null
  readonly mediaType: string | null
}): string | null {
  const { database } = useWorkspace()
  const { scope, hash, mediaType } = content
  const blob: LocalBlob | undefined = useBlobStatus().local.get(blobKey(scope, hash ?? ''))
  const [address, setAddress] = useState<string | null>(null)
  const id = blob?.isWhole && !blob.isDamaged && (isShown(mediaType) || isHeard(mediaType)) ? blob.id : null
  useEffect(() => {
    if (id === null || !blob) return undefined
    let made: string | null = null
    let isOver = false
    void readWhole(database, blob).then((read) => {
      if (!read.ok || isOver) return
      made = URL.createObjectURL(new Blob([read.value], { type: mediaType ?? '' }))
      setAddress(made)
    })
    return () => {
      isOver = true
      setAddress(null)
      if (made !== null) URL.revokeObjectURL(made)
    }
    // Marks of the same bytes change nothing in what is shown.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [database, id, mediaType])
  return address
}
