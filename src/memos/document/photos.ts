import { ImageRun, Paragraph } from 'docx'
import type { Photo, Pictures } from '@memos/content/memo.ts'
import type { PrintedPicture } from '@memos/picture/plain-jpeg.ts'
import type { ParagraphStyle } from './styles.ts'
import { cleanLine, textRuns } from './text.ts'

/** Twips of a pixel, at 96 to the inch as the library counts. */
const PIXEL = 15
/** An upright picture leaves room for another row on its page: 9 cm. */
const TALLEST = 340
const STYLE = 'MDTableText' satisfies ParagraphStyle

/** A picture as wide as its column at most, and its lines under it. @param width of the column in twips */
export function photoParagraphs({ picture, absent, lines }: Photo, pictures: Pictures | undefined, width: number): Paragraph[] {
  const found = pictures?.get(picture)
  const [caption] = lines
  const description = cleanLine(caption?.text ?? absent)
  const shown = found === undefined ? textRuns(absent) : [imageRun(found, description, Math.floor(width / PIXEL))]
  return [
    new Paragraph({ style: STYLE, keepNext: lines.length > 0, children: shown }),
    ...lines.map(({ text }, index) => new Paragraph({ style: STYLE, keepNext: index < lines.length - 1, children: textRuns(text) })),
  ]
}

/** A small picture stays small: drawn larger it would only be unclear. */
function imageRun({ bytes, width, height }: PrintedPicture, description: string, widest: number): ImageRun {
  const scale = Math.min(1, widest / width, TALLEST / height)
  const transformation = { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) }
  return new ImageRun({ type: 'jpg', data: bytes, transformation, altText: { name: description.slice(0, 60), description, title: '' } })
}
