/** How many first bytes are looked at. */
export const HEAD = 64
export const UNKNOWN_TYPE = 'application/octet-stream'

/** What a file is by its first bytes; its name is believed only where the bytes leave it open. */
export type FileType = {
  readonly mediaType: string
  /** Something that a double click would run. */
  readonly isProgram: boolean
}

/** Pictures that a page shows without running anything of them. */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])
export const isShown = (mediaType: string | null): boolean => mediaType !== null && SHOWN.has(mediaType)

/** Recordings, which the page's own player decodes; what it cannot play is saved and opened elsewhere. */
export const isHeard = (mediaType: string | null): boolean => mediaType?.startsWith('audio/') === true

const PROGRAM_ENDINGS = new Set(
  'exe com scr msi bat cmd ps1 vbs vbe js jse wsf hta lnk url reg dll jar app sh command pkg dmg deb rpm appimage iso img'.split(' '),
)

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0))

/** First bytes of programs: Windows, Linux, macOS, a script. */
const PROGRAMS = [ascii('MZ'), [0x7f, ...ascii('ELF')], [0xcf, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe], ascii('#!')]

type Signature = { readonly at?: number; readonly bytes: readonly number[]; readonly type: string }
const SIGNATURES: readonly Signature[] = [
  { bytes: [0xff, 0xd8, 0xff], type: 'image/jpeg' },
  { bytes: [0x89, ...ascii('PNG\r\n')], type: 'image/png' },
  { bytes: ascii('GIF8'), type: 'image/gif' },
  { at: 8, bytes: ascii('WEBP'), type: 'image/webp' },
  { at: 8, bytes: ascii('WAVE'), type: 'audio/wav' },
  { at: 4, bytes: ascii('ftyphei'), type: 'image/heic' },
  { at: 4, bytes: ascii('ftypmif1'), type: 'image/heic' },
  { at: 4, bytes: ascii('ftypM4A'), type: 'audio/mp4' },
  { at: 4, bytes: ascii('ftyp'), type: 'video/mp4' },
  { bytes: ascii('%PDF-'), type: 'application/pdf' },
  { bytes: ascii('OggS'), type: 'audio/ogg' },
  { bytes: ascii('ID3'), type: 'audio/mpeg' },
  { bytes: [0xff, 0xfb], type: 'audio/mpeg' },
  { bytes: [0x1a, 0x45, 0xdf, 0xa3], type: 'video/webm' },
  { bytes: [...ascii('II*'), 0], type: 'image/tiff' },
  { bytes: [...ascii('MM'), 0, 0x2a], type: 'image/tiff' },
]

/** Containers whose name says what is in them. */
const ZIPPED: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}
const OLD_OFFICE: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}

/** @param head the first `HEAD` bytes, fewer where the file is shorter */
export function fileTypeOf(head: Uint8Array, name: string): FileType {
  const ending = endingOf(name)
  const isProgram = PROGRAM_ENDINGS.has(ending) || PROGRAMS.some((bytes) => startsWith(head, bytes, 0))
  return { mediaType: mediaTypeOf(head, ending), isProgram }
}

function mediaTypeOf(head: Uint8Array, ending: string): string {
  const signature = SIGNATURES.find(({ at = 0, bytes }) => startsWith(head, bytes, at))
  if (signature) return signature.type
  if (startsWith(head, [...ascii('PK'), 3, 4], 0)) return ZIPPED[ending] ?? 'application/zip'
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0], 0)) return OLD_OFFICE[ending] ?? UNKNOWN_TYPE
  return head.length > 0 && head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13) ? 'text/plain' : UNKNOWN_TYPE
}

/** Endings that fit what a file is; the first one is added to a name that has none of them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
}

/** The name to save a file under: a picture that calls itself a document is saved as the picture that it is. */
export function savedName(name: string, mediaType: string | null): string {
  const fitting = ENDINGS[mediaType ?? '']
  return !fitting || fitting.includes(endingOf(name)) ? name : `${name}.${fitting[0]}`
}

const endingOf = (name: string): string => /\.([A-Za-z0-9]{1,10})[\s.]*$/.exec(name)?.[1]?.toLowerCase() ?? ''

const startsWith = (head: Uint8Array, bytes: readonly number[], at: number): boolean =>
  head.length >= at + bytes.length && bytes.every((byte, index) => head[at + index] === byte)
