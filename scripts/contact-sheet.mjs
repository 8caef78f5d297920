import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { RESULTS, ROOT } from './folders.mjs'
import { ensureOffice } from './office.mjs'
import { ensurePackages } from './packages.mjs'
import { runCommand } from './run-command.mjs'

/**
 * `npm run contact-sheet [-- FILE.visit.json] [--look L] [--lang L] [--visit V]`: every kind of document in every look and language and
 * for both audiences, of a visit file and of made-up visits without anything, with one meeting, 17 and 40, drawn by LibreOffice as
 * pictures of pages, with a page for each visit on which to look at them.
 */
const FOLDER = join(RESULTS, 'contact-sheet')
const SAMPLE = join(ROOT, 'resources', 'samples', 'tokyo-2025.visit.json')
const MINUTES = 60_000
/** So many documents go to LibreOffice in one call. */
const BATCH = 60

/** The system's fonts, with those that stand in for the two that the documents name. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${standIn('MS Mincho', 'IPAMincho')}${standIn('Times New Roman', 'Liberation Serif')}
</fontconfig>
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { look: { type: 'string' }, lang: { type: 'string' }, visit: { type: 'string' } },
})
try {
  await ensurePackages()
  const office = await ensureOffice()
  if (!office.ok) throw new Error(`No pictures of pages without LibreOffice: ${office.reason}`)
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  await writeDocuments()
  for (const visit of (await readdir(FOLDER)).sort()) await draw(office, join(FOLDER, visit))
  console.log(`The pages are in ${FOLDER}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function writeDocuments() {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs')
  const script = join(ROOT, 'tests', 'support', 'contact-sheet-documents.ts')
  const file = positionals[0] === undefined ? SAMPLE : resolve(process.env.INIT_CWD ?? '.', positionals[0])
  const asked = Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)])
  await succeed(process.execPath, [tsx, '--tsconfig', join(ROOT, 'tsconfig.base.json'), script, FOLDER, file, ...asked])
}

/** @param {{ soffice: string, pdftoppm: string }} office @param {string} folder */
async function draw({ soffice, pdftoppm }, folder) {
  const names = (await readdir(folder)).sort().map((name) => name.replace(/\.docx$/, ''))
  const fonts = join(folder, 'fonts.conf')
  await writeFile(fonts, FONTS)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  for (let from = 0; from < names.length; from += BATCH) {
    const files = names.slice(from, from + BATCH).map((name) => join(folder, `${name}.docx`))
    await succeed(soffice, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files], { FONTCONFIG_FILE: fonts })
  }
  for (const name of names) await succeed(pdftoppm, ['-r', '60', '-png', join(folder, `${name}.pdf`), join(folder, name)])
  await rm(join(folder, 'profile'), { recursive: true, force: true })
  const pictures = (await readdir(folder)).filter((name) => name.endsWith('.png')).sort()
  await writeFile(join(folder, 'index.html'), pageOf(names, pictures))
  console.log(`${folder}: ${names.length} documents, ${pictures.length} pages`)
}

/** @param {readonly string[]} names @param {readonly string[]} pictures */
function pageOf(names, pictures) {
  const figures = names.map((name) => {
    const pages = pictures.filter((picture) => picture.replace(/-\d+\.png$/, '') === name)
    return `<h2>${name}</h2><p>${pages.map((page) => `<img src="${page}" alt="${page}">`).join('\n')}</p>`
  })
  const style = 'body{background:#ccc;font:14px sans-serif}img{margin:4px;background:#fff}'
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title><style>${style}</style>${figures.join('\n')}</html>\n`
}

/** @param {string} command @param {readonly string[]} args @param {Record<string, string>} [env] */
async function succeed(command, args, env = {}) {
  const done = await runCommand(command, [...args], { timeout: 15 * MINUTES, env })
  if (done.code !== 0) throw new Error(`${command} failed:\n${done.output.slice(-2_000)}`)
}

/** @param {string} from @param {string} to */
function standIn(from, to) {
  return `<alias binding="same"><family>${from}</family><prefer><family>${to}</family></prefer></alias>`
}
