/**
 * The rules of the message catalogues (src/renderer/messages), as functions; check-messages.mjs runs them.
 *
 * How to add a message: put it in all five languages at once with add-messages.mjs. Keys are `feature.name` or
 * `feature.part.name`, in English words, sorted. In code: `t('feature.name')`, `t('feature.count', { count })`,
 * or `` t(`feature.state.${state}`) `` for a closed set, which counts as a use of every key that fits.
 *
 * What fails:
 * 1. a key that one language lacks or alone has
 * 2. a plural that has not exactly the categories of its language (en, uz: one, other; ru: one, few, many, other; ja: other)
 * 3. placeholders or tags that differ between languages (all forms of a plural taken together)
 * 4. an empty text
 * 5. a key that no source file uses
 * 6. words in a .tsx file that are not from a catalogue: JSX text, and the attributes and properties of VISIBLE
 * 7. Uzbek in Latin letters with another apostrophe than U+02BB (oʻ, gʻ) or U+02BC (ʼ)
 * 8. Uzbek in Cyrillic letters with the program's name in Latin ones
 */
import ts from 'typescript'

/**
 * The five catalogues. English is the one that the others are compared with; its keys are the types.
 * @type {readonly { file: string, language: string }[]}
 */
export const CATALOGUES = [
  { file: 'en.json', language: 'en' },
  { file: 'uz-latn.json', language: 'uz-Latn' },
  { file: 'uz-cyrl.json', language: 'uz-Cyrl' },
  { file: 'ru.json', language: 'ru' },
  { file: 'ja.json', language: 'ja' },
]

/** Attributes of elements and properties of objects whose text a person reads or hears. */
const VISIBLE = new Set(
  'title label placeholder aria-label aria-description aria-roledescription alt description error sub message body words text confirmLabel saveLabel dayLabel timeLabel nothingFoundMessage what safe todo note'.split(
    ' ',
  ),
)

const PLURAL = /_(zero|one|two|few|many|other)$/
const LETTER = /\p{L}/u
/** The start of an address is the same in every language. */
const ADDRESS = /^[a-z]+:\/\/\S*$/

/** @typedef {{ language: string, messages: ReadonlyMap<string, string> }} Catalogue `messages`: full key, with its plural suffix, to text */
/** @typedef {{ path: string, text: string }} Source */

/** @param {unknown} tree a parsed catalogue @param {string} prefix @returns {[string, string][]} */
export function flatten(tree, prefix = '') {
  if (typeof tree !== 'object' || tree === null) throw new Error(`${prefix}: not a group of messages`)
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`
    return typeof value === 'string' ? [/** @type {[string, string]} */ ([path, value])] : flatten(value, path)
  })
}

/** Every problem as a line for people. @param {readonly Catalogue[]} catalogues English first @param {readonly Source[]} sources @returns {string[]} */
export function findProblems(catalogues, sources) {
  const [english, ...others] = catalogues
  if (!english) return ['There is no catalogue']
  const keys = basesOf(english)
  return [
    ...others.flatMap((catalogue) => compareKeys(keys, catalogue)),
    ...catalogues.flatMap((catalogue) => [...findWrongPlurals(catalogue), ...findBadTexts(catalogue)]),
    ...others.flatMap((catalogue) => comparePlaceholders(english, catalogue)),
    ...findUnused(keys, sources),
    ...sources.filter(({ path }) => path.endsWith('.tsx')).flatMap((source) => findHardCoded(source, keys)),
  ]
}

/** The keys as code names them: without plural suffixes. @param {Catalogue} catalogue */
const basesOf = ({ messages }) => new Set([...messages.keys()].map((key) => key.replace(PLURAL, '')))

/** @param {ReadonlySet<string>} keys @param {Catalogue} catalogue */
function compareKeys(keys, catalogue) {
  const own = basesOf(catalogue)
  return [
    ...[...keys].filter((key) => !own.has(key)).map((key) => `${catalogue.language}: "${key}" is missing`),
    ...[...own].filter((key) => !keys.has(key)).map((key) => `${catalogue.language}: "${key}" is in no other catalogue`),
  ]
}

/** @param {Catalogue} catalogue */
function findWrongPlurals({ language, messages }) {
  /** @type {Map<string, string[]>} */
  const forms = new Map()
  for (const key of messages.keys()) {
    const category = PLURAL.exec(key)?.[1]
    const base = key.replace(PLURAL, '')
    if (category) forms.set(base, [...(forms.get(base) ?? []), category])
  }
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted().join(', ')
  return [...forms].flatMap(([base, categories]) => {
    if (messages.has(base)) return [`${language}: "${base}" is both a plural and a single text`]
    const has = categories.toSorted().join(', ')
    return has === wanted ? [] : [`${language}: "${base}" has the plural categories ${has}; the language has ${wanted}`]
  })
}

/** @param {Catalogue} catalogue */
function findBadTexts({ language, messages }) {
  return [...messages].flatMap(([key, text]) => {
    if (text.trim() === '') return [`${language}: "${key}" is empty`]
    if (language === 'uz-Cyrl' && text.includes('Safarnoma')) return [`${language}: "${key}" has the program's name in Latin letters`]
    if (language !== 'uz-Latn' && /\p{L}'\p{L}/u.test(text)) return [`${language}: "${key}" has a typewriter's apostrophe`]
    return language === 'uz-Latn' && /\p{L}['’‘`´]/u.test(text)
      ? [`${language}: "${key}" has an apostrophe that is neither ʻ (U+02BB) nor ʼ (U+02BC)`]
      : []
  })
}

/** @param {Catalogue} english @param {Catalogue} other */
function comparePlaceholders(english, other) {
  const [theirs, own] = [placeholdersOf(english), placeholdersOf(other)]
  return [...theirs].flatMap(([key, wanted]) => {
    const has = own.get(key)
    return has === undefined || has === wanted ? [] : [`${other.language}: "${key}" has the placeholders [${has}]; English has [${wanted}]`]
  })
}

/** @param {Catalogue} catalogue */
function placeholdersOf({ messages }) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map()
  for (const [key, text] of messages) {
    const base = key.replace(PLURAL, '')
    const names = found.get(base) ?? new Set()
    for (const [name] of text.matchAll(/\{\{.*?\}\}|<\/?\w+\/?>/g)) names.add(name)
    found.set(base, names)
  }
  return new Map([...found].map(([key, names]) => [key, [...names].toSorted().join(' ')]))
}

/** A key is used when its text stands anywhere in the code, or when a template with a fixed start fits it. @param {ReadonlySet<string>} keys @param {readonly Source[]} sources */
function findUnused(keys, sources) {
  /** @type {Set<string>} */
  const literals = new Set()
  /** @type {RegExp[]} */
  const patterns = []
  for (const source of sources) {
    visit(parse(source), (node) => {
      if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) literals.add(node.text)
      if (ts.isTemplateExpression(node) && /^[a-z]\w*\./i.test(node.head.text)) patterns.push(patternOf(node))
    })
  }
  return [...keys]
    .filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)))
    .map((key) => `"${key}" is used nowhere`)
}

/** @param {ts.TemplateExpression} node */
function patternOf({ head, templateSpans }) {
  const escape = (/** @type {string} */ text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`^${escape(head.text)}${templateSpans.map(({ literal }) => `[\\w-]+${escape(literal.text)}`).join('')}$`)
}

/** @param {Source} source @param {ReadonlySet<string>} keys */
function findHardCoded(source, keys) {
  const file = parse(source)
  /** @type {string[]} */
  const problems = []
  const report = (/** @type {ts.Node} */ node, /** @type {string} */ words) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
    problems.push(`${source.path}:${line + 1} has words that are in no catalogue: "${words.trim()}"`)
  }
  const check = (/** @type {ts.Node} */ node, /** @type {ts.Expression | undefined} */ value) => {
    for (const words of visibleStrings(value)) if (LETTER.test(words) && !ADDRESS.test(words) && !keys.has(words)) report(node, words)
  }
  visit(file, (node) => {
    if (ts.isJsxText(node) && LETTER.test(node.text)) report(node, node.text)
    else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) check(node, node.expression)
    else if (ts.isJsxAttribute(node) && VISIBLE.has(node.name.getText(file))) {
      const { initializer } = node
      check(
        node,
        initializer && ts.isJsxExpression(initializer) ? initializer.expression : /** @type {ts.Expression | undefined} */ (initializer),
      )
    } else if (ts.isPropertyAssignment(node) && VISIBLE.has(node.name.getText(file).replaceAll(/['"]/g, ''))) check(node, node.initializer)
  })
  return problems
}

/** The texts that an expression can turn into, without what functions return. @param {ts.Expression | undefined} node @returns {string[]} */
function visibleStrings(node) {
  if (node === undefined) return []
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text]
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
  if (ts.isParenthesizedExpression(node)) return visibleStrings(node.expression)
  if (ts.isConditionalExpression(node)) return [...visibleStrings(node.whenTrue), ...visibleStrings(node.whenFalse)]
  if (ts.isBinaryExpression(node) && ['??', '||', '&&', '+'].includes(node.operatorToken.getText())) {
    return [...visibleStrings(node.left), ...visibleStrings(node.right)]
  }
  return []
}

/** @param {Source} source */
const parse = ({ path, text }) =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)

/** @param {ts.Node} node @param {(node: ts.Node) => void} look */
function visit(node, look) {
  look(node)
  ts.forEachChild(node, (child) => visit(child, look))
}
