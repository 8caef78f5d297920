import { z } from 'zod'

/**
 * The text of a note as plain data: what visit files carry and what documents and the server read.
 * The editor alone converts between it and its Yjs document.
 */
export const BODY_SCHEMA = 1

const mark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bold') }),
  z.strictObject({ type: z.literal('italic') }),
  z.strictObject({ type: z.literal('underline') }),
  z.strictObject({ type: z.literal('strike') }),
  z.strictObject({ type: z.literal('code') }),
  z.strictObject({ type: z.literal('link'), href: z.string().max(2_000) }),
])
const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string(), marks: z.array(mark).optional() }),
  z.strictObject({ type: z.literal('break') }),
])
const content = z.array(inline)

export type Mark = z.infer<typeof mark>
export type Inline = z.infer<typeof inline>
export type TableCell = { header?: boolean | undefined; colspan?: number | undefined; rowspan?: number | undefined; blocks: Block[] }
export type Block =
  | { type: 'paragraph'; content: Inline[] }
  | { type: 'heading'; level: 1 | 2 | 3; content: Inline[] }
  | { type: 'list'; ordered: boolean; items: Block[][] }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'rule' }
  | { type: 'table'; rows: TableCell[][] }

const blocks: z.ZodType<Block[]> = z.lazy(() => z.array(block))
const tableCell: z.ZodType<TableCell> = z.lazy(() =>
  z.strictObject({
    header: z.boolean().optional(),
    colspan: z.int().min(1).max(50).optional(),
    rowspan: z.int().min(1).max(200).optional(),
    blocks,
  }),
)
const block: z.ZodType<Block> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('paragraph'), content }),
    z.strictObject({ type: z.literal('heading'), level: z.union([z.literal(1), z.literal(2), z.literal(3)]), content }),
    z.strictObject({ type: z.literal('list'), ordered: z.boolean(), items: z.array(blocks) }),
    z.strictObject({ type: z.literal('quote'), blocks }),
    z.strictObject({ type: z.literal('rule') }),
    z.strictObject({ type: z.literal('table'), rows: z.array(z.array(tableCell)) }),
  ]),
)

export const noteBody = z.strictObject({ bodySchema: z.literal(BODY_SCHEMA), blocks })
export type NoteBody = z.infer<typeof noteBody>

/** The words of a note, one line a block, for search and counts. */
export const plainText = (body: NoteBody): string => body.blocks.map(blockText).join('\n')

function blockText(one: Block): string {
  switch (one.type) {
    case 'paragraph':
    case 'heading':
      return one.content.map((part) => (part.type === 'text' ? part.text : '\n')).join('')
    case 'list':
      return one.items.map((item) => item.map(blockText).join('\n')).join('\n')
    case 'quote':
      return one.blocks.map(blockText).join('\n')
    case 'rule':
      return ''
    case 'table':
      return one.rows.map((row) => row.map((cell) => cell.blocks.map(blockText).join(' ')).join('\t')).join('\n')
  }
}
