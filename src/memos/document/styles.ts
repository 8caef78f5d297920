import {
  AlignmentType,
  BorderStyle,
  LeaderType,
  LevelFormat,
  LineRuleType,
  TabStopType,
  type INumberingOptions,
  type IParagraphStyleOptions,
  type IStylesOptions,
  type TabStopDefinition,
} from 'docx'
import type { Language } from '@shared/domain/record.ts'

/** Named, never embedded: both are on the readers' own machines. */
export const FONT = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: 'MS Mincho' } as const

/** The style of every kind of paragraph; a run adds only bold, italic and the like. */
export type ParagraphStyle =
  | 'MDAside'
  | 'MDBody'
  | 'MDCentred'
  | 'MDColumnText'
  | 'MDContentsHeading'
  | 'MDEnd'
  | 'MDFlush'
  | 'MDFooter'
  | 'MDHeader'
  | 'MDLabel'
  | 'MDListNote'
  | 'MDListText'
  | 'MDMarking'
  | 'MDNote'
  | 'MDQuote'
  | 'MDRegistration'
  | 'MDRule'
  | 'MDSignature'
  | 'MDSignatureLine'
  | 'MDSmall'
  | 'MDSpacer'
  | 'MDSubtitle'
  | 'MDTableGroup'
  | 'MDTableHead'
  | 'MDTableText'

export const BULLETS = 'bullets'
export const NUMBERS = 'numbers'
export const LEVELS = 9

/** How far the text of a list stands in: from its level, counted from 0. */
export const listIndent = (level: number): number => 284 + 425 * (level + 1)

const TAGS: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  'uz-Latn': 'uz-Latn-UZ',
  'uz-Cyrl': 'uz-Cyrl-UZ',
  ru: 'ru-RU',
  // Never ja-JP: LibreOffice would break Latin words in the middle. The Japanese runs have eastAsia ja-JP.
  ja: 'en-US',
}
/** Half-points of body text and of tables. */
const SIZES: Readonly<Record<Language, { readonly body: number; readonly table: number }>> = {
  en: { body: 24, table: 20 },
  'uz-Latn': { body: 28, table: 24 },
  'uz-Cyrl': { body: 28, table: 24 },
  ru: { body: 28, table: 24 },
  ja: { body: 24, table: 20 },
}
const GREY = '595959'

/** `lineRule` is always said: without it LibreOffice reads a line height as exact. */
const line = (height: number, before: number, after: number) => ({ line: height, lineRule: LineRuleType.AUTO, before, after })

export function stylesOf(language: Language): IStylesOptions {
  const { body, table } = SIZES[language]
  return {
    default: {
      document: {
        run: { font: FONT, size: body, language: { value: TAGS[language], eastAsia: 'ja-JP' } },
        paragraph: { spacing: line(276, 0, 120) },
      },
      title: {
        run: { font: FONT, size: 32, bold: true },
        paragraph: { alignment: AlignmentType.CENTER, keepNext: true, spacing: line(276, 240, 120) },
      },
      heading1: headingStyle(30, 320, 120),
      heading2: headingStyle(28, 240, 100),
      heading3: headingStyle(body, 200, 80),
      hyperlink: { run: { color: '1F4E9E', underline: {} } },
    },
    paragraphStyles: [...textStyles(language), ...tableStyles(table), ...edgeStyles(language)],
    characterStyles: [
      { id: 'MDCode', name: 'MD Code', run: { font: { ...FONT, ascii: 'Courier New', hAnsi: 'Courier New', cs: 'Courier New' } } },
      // The style that the library gives to linked entries of the contents; it adds nothing.
      { id: 'IndexLink', name: 'Index Link', run: {} },
    ],
  }
}

/** Lists of notes and decisions: every ordered list begins at 1 again by an instance of its own. */
export function numberingOf(): INumberingOptions {
  const indent = (level: number) => ({ paragraph: { indent: { left: listIndent(level), hanging: 425 } } })
  const levels = Array.from({ length: LEVELS }, (_, level) => level)
  return {
    config: [
      {
        reference: BULLETS,
        levels: levels.map((level) => ({
          level,
          format: LevelFormat.BULLET,
          text: level % 2 === 0 ? '•' : '–',
          alignment: AlignmentType.LEFT,
          style: { ...indent(level), run: { font: FONT } },
        })),
      },
      {
        reference: NUMBERS,
        levels: levels.map((level) => ({
          level,
          format: LevelFormat.DECIMAL,
          text: level === 0 ? '%1.' : `%${level + 1})`,
          alignment: AlignmentType.LEFT,
          style: indent(level),
        })),
      },
    ],
  }
}

const headingStyle = (size: number, before: number, after: number) => ({
  run: { font: FONT, size, bold: true, color: '000000' },
  paragraph: { keepNext: true, keepLines: true, spacing: line(264, before, after) },
})

function textStyles(language: Language): IParagraphStyleOptions[] {
  const { body } = SIZES[language]
  const isJustified = language === 'ru' || language === 'uz-Latn' || language === 'uz-Cyrl'
  const firstLine = isJustified ? { firstLine: 709 } : language === 'ja' ? { firstLine: 240 } : {}
  const alignment = isJustified || language === 'ja' ? AlignmentType.BOTH : AlignmentType.LEFT
  return [
    named('MDBody', 'MD Body', { paragraph: { alignment, indent: firstLine, spacing: line(276, 0, 120) } }),
    named('MDSubtitle', 'MD Subtitle', {
      run: { size: 28, bold: true },
      paragraph: { alignment: AlignmentType.CENTER, spacing: line(264, 0, 280) },
    }),
    named('MDLabel', 'MD Label', { run: { bold: true }, paragraph: { keepNext: true, spacing: line(264, 200, 60) } }),
    named('MDNote', 'MD Note', { run: { size: body - 4, color: GREY }, paragraph: { spacing: line(252, 60, 120) } }),
    named('MDListText', 'MD List Text', { paragraph: { spacing: line(276, 0, 80) } }),
    named('MDListNote', 'MD List Note', { run: { size: body - 4 }, paragraph: { keepLines: true, spacing: line(252, 0, 120) } }),
    named('MDQuote', 'MD Quote', {
      run: { italics: true },
      paragraph: { indent: { left: 567, right: 567 }, spacing: line(276, 0, 120) },
    }),
    named('MDRule', 'MD Rule', {
      run: { size: 8 },
      paragraph: { spacing: line(240, 0, 160), border: { bottom: { style: BorderStyle.SINGLE, size: 4, space: 1, color: '808080' } } },
    }),
    named('MDSpacer', 'MD Spacer', { run: { size: 8 }, paragraph: { spacing: line(240, 0, 0) } }),
    named('MDContentsHeading', 'MD Contents Heading', {
      run: { size: 28, bold: true },
      paragraph: { keepNext: true, spacing: line(264, 320, 120) },
    }),
    { id: 'TOC1', name: 'toc 1', basedOn: 'Normal', next: 'Normal', uiPriority: 39, paragraph: { spacing: line(264, 0, 60) } },
  ]
}

function tableStyles(size: number): IParagraphStyleOptions[] {
  return [
    named('MDTableText', 'MD Table Text', { run: { size }, paragraph: { spacing: line(252, 40, 40) } }),
    named('MDColumnText', 'MD Column Text', { run: { size }, paragraph: { alignment: AlignmentType.LEFT, spacing: line(252, 0, 100) } }),
    { id: 'MDTableHead', name: 'MD Table Head', basedOn: 'MDTableText', run: { bold: true }, paragraph: { keepNext: true } },
    { id: 'MDTableGroup', name: 'MD Table Group', basedOn: 'MDTableText', run: { bold: true }, paragraph: { keepNext: true } },
  ]
}

function edgeStyles(language: Language): IParagraphStyleOptions[] {
  const { body } = SIZES[language]
  // In Japan date and number stand at the right, one character from the edge.
  const registration = language === 'ja' ? { alignment: AlignmentType.RIGHT, indent: { right: 240 } } : { alignment: AlignmentType.LEFT }
  return [
    named('MDMarking', 'MD Marking', { run: { size: 22 }, paragraph: { alignment: AlignmentType.RIGHT, spacing: line(240, 0, 0) } }),
    named('MDRegistration', 'MD Registration', { paragraph: { ...registration, spacing: line(264, 0, 200) } }),
    named('MDAside', 'MD Aside', { paragraph: { alignment: AlignmentType.LEFT, keepLines: true, spacing: line(264, 0, 60) } }),
    named('MDSmall', 'MD Small', { run: { size: body - 4 }, paragraph: { keepLines: true, spacing: line(252, 0, 40) } }),
    named('MDFlush', 'MD Flush', { paragraph: { alignment: AlignmentType.LEFT, spacing: line(264, 0, 200) } }),
    named('MDCentred', 'MD Centred', { paragraph: { alignment: AlignmentType.CENTER, keepNext: true, spacing: line(264, 120, 200) } }),
    named('MDEnd', 'MD End', {
      paragraph: { alignment: AlignmentType.RIGHT, ...(language === 'ja' ? { indent: { right: 240 } } : {}), spacing: line(264, 0, 160) },
    }),
    named('MDHeader', 'MD Header', { run: { size: 20 }, paragraph: { alignment: AlignmentType.CENTER, spacing: line(240, 0, 0) } }),
    named('MDFooter', 'MD Footer', {
      run: { size: 18, color: GREY },
      paragraph: { alignment: AlignmentType.CENTER, spacing: line(240, 0, 0) },
    }),
    named('MDSignature', 'MD Signature', { paragraph: { keepLines: true, spacing: line(276, 360, 0) } }),
    named('MDSignatureLine', 'MD Signature Line', { paragraph: { keepLines: true, spacing: line(276, 160, 0) } }),
  ]
}

const named = (id: ParagraphStyle, name: string, look: Omit<IParagraphStyleOptions, 'id'>): IParagraphStyleOptions => ({
  id,
  name,
  basedOn: 'Normal',
  ...look,
})

/** The middle of the text, and from there to its edge a line for whoever signs. */
export const signatureTabs = (width: number): TabStopDefinition[] => [
  { type: TabStopType.LEFT, position: Math.round(width / 2) },
  { type: TabStopType.RIGHT, position: width, leader: LeaderType.UNDERSCORE },
]
