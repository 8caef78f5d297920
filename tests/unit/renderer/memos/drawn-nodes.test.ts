import { describe, expect, it } from 'vitest'
import { DrawnElement, drawnNode, emptyHtmlOf, htmlOf } from '../../../../src/renderer/features/memos/preview/drawn-nodes.ts'
import { emptyPaper } from '../../../../src/renderer/features/memos/preview/paper.ts'

const element = (tagName: string): DrawnElement => drawnNode({ tagName }) as DrawnElement

describe('the nodes of a drawn document', () => {
  it('are written with what the library says of them', () => {
    const cell = drawnNode({
      tagName: 'td',
      className: 'a',
      lang: 'ja',
      style: { 'padding-left': '1pt', backgroundColor: 'red', color: undefined },
    })
    if (!(cell instanceof DrawnElement)) throw new Error('no element')
    cell.classList.add('b')
    cell.rowSpan += 1
    cell.style['display'] = 'none'
    cell.appendChild(drawnNode({ tagName: '#fragment', children: [{ tagName: 'br' }, 'words'] }))
    expect(htmlOf(cell)).toBe(
      '<td class="a b" style="padding-left: 1pt; background-color: red; display: none" lang="ja" rowspan="2"><br>words</td>',
    )
    expect(emptyHtmlOf(cell)).toMatch(/^<td class="a b"[^>]*><\/td>$/)
    expect(htmlOf(drawnNode({ tagName: 'p', children: [{ tagName: '#comment', children: ['a note'] }] }))).toBe('<p></p>')
  })

  it('cannot be left by their text, their names and their values', () => {
    const hostile = '"><script>alert(1)</script>&amp;'
    const node = element('span')
    node.id = hostile
    node.setAttribute(hostile, 'x')
    node.setAttribute('onload', hostile)
    node.appendChild(drawnNode(hostile))
    expect(htmlOf(node)).not.toMatch(/<script|"x"/)
    expect(htmlOf(node)).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</span>')
    expect(() => htmlOf(element('p onclick=alert(1)'))).toThrow('an element that no page has')
  })

  it('have no declaration that would begin another, and lead nowhere', () => {
    const font = 'A; position: fixed; background: url(https://example.org)'
    const node = drawnNode({ tagName: 'a', href: 'https://example.org', style: { 'font-family': font, color: 'red' } })
    expect(htmlOf(node)).toBe('<a style="color: red"></a>')
  })
})

describe('the paper of a drawn document', () => {
  it('has style sheets that end where they end', () => {
    const html = emptyPaper({ styles: ['p { font-family: "</style><img src=x>" }'], width: 1, sections: [] }, 'ja')
    expect(html.match(/<\/style>/g)).toHaveLength(3)
    expect(html).toMatch(/^<div lang="ja">/)
  })
})
