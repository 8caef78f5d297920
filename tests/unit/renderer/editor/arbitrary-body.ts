import { BODY_SCHEMA, type Block, type Inline, type Mark, type NoteBody, type TableCell } from '@shared/domain/note-body.ts'
import fc from 'fast-check'

const mark: fc.Arbitrary<Mark> = fc.oneof(
  fc.constantFrom<Mark>({ type: 'bold' }, { type: 'italic' }, { type: 'underline' }, { type: 'strike' }, { type: 'code' }),
  fc
    .constantFrom('https://example.org/a?b=c', 'mailto:desk@example.org', 'http://example.org', 'javascript:alert(1)')
    .map((href): Mark => ({
      type: 'link',
      href,
    })),
)
/** Words of the five languages, empty texts, line ends, halves of characters. */
const words = fc.oneof(
  fc.constantFrom('', 'talab', 'Оʻзбекистон', 'протокол', '協定', '𠮟る', '𠮷野', 'a\nb', 'a\r\nb', 'nul\u0000', '\ud842.', '.\udfb7', ' '),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('text' as const), text: words, marks: fc.array(mark, { maxLength: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('text' as const), text: words }) },
  { weight: 1, arbitrary: fc.constant<Inline>({ type: 'break' }) },
)
const content = fc.array(inline, { maxLength: 6 })

const { block } = fc.letrec<{ block: Block; cell: TableCell }>((tie) => ({
  cell: fc.record(
    {
      header: fc.boolean(),
      colspan: fc.integer({ min: 1, max: 50 }),
      rowspan: fc.integer({ min: 1, max: 200 }),
      blocks: fc.array(tie('block'), { maxLength: 2 }),
    },
    { requiredKeys: ['blocks'] },
  ),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ type: fc.constant('paragraph' as const), content }),
    fc.record({ type: fc.constant('heading' as const), level: fc.constantFrom(1 as const, 2 as const, 3 as const), content }),
    fc.constant<Block>({ type: 'rule' }),
    fc.record({
      type: fc.constant('list' as const),
      ordered: fc.boolean(),
      items: fc.array(fc.array(tie('block'), { maxLength: 3 }), { maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('quote' as const), blocks: fc.array(tie('block'), { maxLength: 3 }) }),
    fc.record({ type: fc.constant('table' as const), rows: fc.array(fc.array(tie('cell'), { maxLength: 3 }), { maxLength: 3 }) }),
  ),
}))

/** Every shape that the schema of note bodies lets through, also those that the editor never makes. */
export const arbitraryBody: fc.Arbitrary<NoteBody> = fc
  .array(block, { maxLength: 8 })
  .map((blocks): NoteBody => ({ bodySchema: BODY_SCHEMA, blocks }))
