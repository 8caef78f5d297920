import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { takeIn } from '@memos/letterhead/intake.ts'
import { FULL, bomb, changed, letterhead, withBody, withRelation } from '../../support/letterheads.ts'

const refusalOf = (bytes: Uint8Array) => {
  const taken = takeIn(bytes)
  return 'refusal' in taken ? taken.refusal.code : 'taken'
}

describe('a letterhead is taken in', () => {
  test('when it is plain, and with links that a reader clicks', async () => {
    const plain = await letterhead({ body: FULL })
    expect(refusalOf(plain)).toBe('taken')
    expect(refusalOf(withRelation(plain, 'hyperlink', 'Target="https://example.org/" TargetMode="External"'))).toBe('taken')
  })

  test.each([
    ['macros', (bytes: Uint8Array) => withRelation(bytes, 'vbaProject', 'Target="vbaProject.bin"')],
    ['macros', (bytes: Uint8Array) => changed(bytes, (parts) => (parts['word/vbaProject.xml'] = '<a/>'))],
    [
      'macros',
      (bytes: Uint8Array) =>
        changed(bytes, (parts) => {
          parts['[Content_Types].xml'] = (parts['[Content_Types].xml'] ?? '').replace(
            'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
            'application/vnd.ms-word.document.macroEnabled.main+xml',
          )
        }),
    ],
    [
      'not-a-word-file',
      (bytes: Uint8Array) =>
        changed(bytes, (parts) => {
          parts['[Content_Types].xml'] = (parts['[Content_Types].xml'] ?? '').replace('document.main+xml', 'template.main+xml')
        }),
    ],
    [
      'attached-template',
      (bytes: Uint8Array) => withRelation(bytes, 'attachedTemplate', 'Target="https://example.org/x.dotm" TargetMode="External"'),
    ],
    ['alt-chunk', (bytes: Uint8Array) => withRelation(bytes, 'aFChunk', 'Target="chunk.html"')],
    ['alt-chunk', (bytes: Uint8Array) => withBody(bytes, '<w:altChunk r:id="rX"/>')],
    ['embedded-object', (bytes: Uint8Array) => withRelation(bytes, 'oleObject', 'Target="embeddings/x.bin"')],
    ['external-relation', (bytes: Uint8Array) => withRelation(bytes, 'image', 'Target="https://example.org/x.png" TargetMode="External"')],
    [
      'external-relation',
      (bytes: Uint8Array) => withRelation(bytes, 'image', "Target='https://example.org/x.png' TargetMode='&#69;xternal'"),
    ],
    ['external-relation', (bytes: Uint8Array) => withRelation(bytes, 'hyperlink', 'Target="file://server/share" TargetMode="External"')],
    [
      'fetching-field',
      (bytes: Uint8Array) =>
        withBody(bytes, '<w:p><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>PICTURE "x" </w:instrText></w:r></w:p>'),
    ],
    ['fetching-field', (bytes: Uint8Array) => withBody(bytes, '<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\x"/></w:p>')],
    ['too-large', (bytes: Uint8Array) => bomb(bytes, { isLying: false })],
    ['too-large', (bytes: Uint8Array) => bomb(bytes, { isLying: true })],
    [
      'broken',
      (bytes: Uint8Array) =>
        changed(bytes, (parts) => (parts['word/document.xml'] = `<!DOCTYPE a [<!ENTITY b "c">]>${parts['word/document.xml']}`)),
    ],
  ])('and refused for %s (%#)', async (code, harm) => {
    expect(refusalOf(harm(await letterhead({ body: FULL })))).toBe(code)
  })

  test('and refused when it is no zip, has too many parts, or is cut off', async () => {
    const plain = await letterhead({ body: FULL })
    expect(refusalOf(strToU8('no zip'))).toBe('not-a-word-file')
    expect(refusalOf(new Uint8Array())).toBe('not-a-word-file')
    expect(refusalOf(plain.subarray(0, plain.length - 100))).toBe('not-a-word-file')
    expect(refusalOf(zipSync({ 'a.txt': strToU8('a') }))).toBe('not-a-word-file')
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`word/${index}.txt`, new Uint8Array(1)]))
    expect(refusalOf(zipSync(many))).toBe('too-many-parts')
  })

  test('and a bomb that lies of its size costs neither time nor memory', async () => {
    const bytes = bomb(await letterhead(), { isLying: true })
    const before = process.memoryUsage().arrayBuffers
    expect(refusalOf(bytes)).toBe('too-large')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 2 ** 20)
  })

  test('and bytes damaged anywhere never throw', async () => {
    const plain = await letterhead({ body: FULL })
    for (let at = 0; at < plain.length; at += 211) {
      const harmed = plain.slice()
      harmed[at] = (harmed[at] ?? 0) ^ 0x5a
      expect(['taken', 'broken', 'not-a-word-file', 'too-large', 'encrypted', 'too-many-parts']).toContain(refusalOf(harmed))
    }
  })
})
