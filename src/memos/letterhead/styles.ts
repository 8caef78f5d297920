/** A style of Word's own names has them in small letters, whatever its id is: a Russian Word calls `heading 1` "1". */
type Style = { readonly xml: string; readonly id: string; readonly type: string; readonly name: string }

const STYLE = /<w:style\b[^>]*>.*?<\/w:style>/gs

/** A style of ours that the letterhead has under another id, by our id. */
export type StyleIds = ReadonlyMap<string, string>

/**
 * The styles of a letterhead with those of ours that it lacks, which are added behind. A style of the same id or name stays the ministry's own.
 * @param letterhead `word/styles.xml` of the letterhead
 * @param ours the same part of a document of ours
 */
export function withOurStyles(letterhead: string, ours: string): { readonly styles: string; readonly ids: StyleIds } {
  const theirs = stylesIn(letterhead)
  const isTheirs = ({ id }: Style): boolean => theirs.some((other) => other.id === id)
  const added = stylesIn(ours).filter((style) => !isTheirs(style) && !theirs.some((other) => isSameName(other, style)))
  const renamed = stylesIn(ours).flatMap((style) => {
    const other = isTheirs(style) ? undefined : theirs.find((one) => isSameName(one, style))
    return other === undefined ? [] : [[style.id, other.id] as const]
  })
  const ids = new Map(renamed)
  const more = added.map(({ xml }) => withTheirIds(xml, ids)).join('')
  return { styles: withJapanese(letterhead).replace('</w:styles>', () => `${more}</w:styles>`), ids }
}

/** References to styles, by the ids that they have in the letterhead. */
export const withTheirIds = (xml: string, ids: StyleIds): string =>
  xml.replace(
    /(<w:(?:basedOn|next|link|pStyle|rStyle|tblStyle) w:val=")([^"]*)(?=")/g,
    (_all, before: string, id: string) => before + (ids.get(id) ?? id),
  )

const JAPANESE = 'w:eastAsia="ja-JP"'

/** Japanese words are Japanese on every letterhead; what it says of the language of the others stays. */
function withJapanese(styles: string): string {
  const defaults = /<w:docDefaults>.*?<\/w:docDefaults>|<w:docDefaults\/>/s.exec(styles)?.[0] ?? ''
  const run = /<w:rPrDefault>.*?<\/w:rPrDefault>/s.exec(defaults)?.[0] ?? ''
  const language = /<w:lang\b([^>]*?)\/>/.exec(run)
  const others = (language?.[1] ?? '').replace(/\s*w:eastAsia="[^"]*"/, '')
  const said = `<w:lang${others} ${JAPANESE}/>`
  if (language !== null) return styles.replace(run, () => run.replace(language[0], () => said))
  if (run.includes('</w:rPr>')) return styles.replace(run, () => run.replace('</w:rPr>', () => `${said}</w:rPr>`))
  const paragraph = /<w:pPrDefault\b.*?(?:\/>|<\/w:pPrDefault>)/s.exec(defaults)?.[0] ?? ''
  const whole = `<w:docDefaults><w:rPrDefault><w:rPr>${said}</w:rPr></w:rPrDefault>${paragraph}</w:docDefaults>`
  return defaults === '' ? styles.replace(/<w:styles\b[^>]*>/, (open) => open + whole) : styles.replace(defaults, () => whole)
}

function stylesIn(xml: string): Style[] {
  return (xml.match(STYLE) ?? []).map((style) => ({
    xml: style,
    id: /\bw:styleId="([^"]*)"/.exec(style)?.[1] ?? '',
    type: /\bw:type="([^"]*)"/.exec(style)?.[1] ?? '',
    name: (/<w:name w:val="([^"]*)"/.exec(style)?.[1] ?? '').toLowerCase(),
  }))
}

const isSameName = (one: Style, other: Style): boolean => one.type === other.type && one.name === other.name
