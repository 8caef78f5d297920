import { Paragraph, Tab, TextRun } from 'docx'
import type { SignaturePart } from '@memos/content/signature.ts'
import { unitsOf } from '@memos/content/rough-pages.ts'
import { signatureTabs, type ParagraphStyle } from './styles.ts'
import { cleanLine, textRuns } from './text.ts'

/** A role of so many letters, of which a Japanese one counts twice, has room before the line to sign on. */
export const SHORT_ROLE = 28

/**
 * What stands above, then the role at the left, and from the middle on a line to sign on and the name; a long role has lines of its
 * own above them.
 * @param width of the text, in twips
 */
export function signatureParagraphs({ above, role, name }: SignaturePart, width: number, keepNext: boolean): Paragraph[] {
  const isShort = unitsOf(cleanLine(role)) <= SHORT_ROLE
  const before = isShort ? above : [...above, role]
  const styleOf = (index: number): ParagraphStyle => (index === 0 ? 'MDSignature' : 'MDSignatureLine')
  const indent = { right: Math.round(width / 2) }
  const line = [
    ...(isShort ? textRuns(cleanLine(role)) : []),
    new TextRun({ children: [new Tab(), new Tab()] }),
    ...textRuns(` ${cleanLine(name)}`),
  ]
  return [
    ...before.map((words, index) => new Paragraph({ style: styleOf(index), keepNext: true, indent, children: textRuns(words) })),
    new Paragraph({ style: styleOf(before.length), tabStops: signatureTabs(width), ...(keepNext ? { keepNext } : {}), children: line }),
  ]
}
