import type { Attachment } from '@shared/domain/attachment.ts'
import type { PrintedPicture } from '@memos/picture/plain-jpeg.ts'

/** A file that was attached to a meeting or an agreement. Visit files carry none, so a request brings them. */
export type AttachedFile = {
  /** Of the record. */
  readonly id: string
  readonly name: string
  readonly caption?: string
  /** Only `false`, said by a person, lets the other side see it. */
  readonly isInternal?: boolean
  readonly mediaType?: string
  readonly meetingId?: string
  readonly agreementId?: string
  /** Without it a picture is named only. */
  readonly picture?: AttachedPicture
}

/** @property hash of the file that it was made of: what the document calls it */
export type AttachedPicture = { readonly hash: string; readonly bytes: PrintedPicture['bytes'] }

/** @param print the picture that it is, small enough for a document; null where there is none */
export function attachedFileOf(attachment: Attachment, print: Uint8Array | null): AttachedFile {
  const { id, name, caption, isInternal, mediaType, meetingId, agreementId, hash } = attachment
  return {
    id,
    name: name ?? '',
    ...(caption === null ? {} : { caption }),
    ...(isInternal === null ? {} : { isInternal }),
    ...(mediaType === null ? {} : { mediaType }),
    ...(meetingId === null ? {} : { meetingId }),
    ...(agreementId === null ? {} : { agreementId }),
    ...(print === null || hash === null ? {} : { picture: { hash, bytes: print } }),
  }
}
