import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { RESULTS, ROOT } from './folders.mjs'
import { ensureOffice } from './office.mjs'
import { ensurePackages } from './packages.mjs'
import { runCommand } from './run-command.mjs'

/**
 * `npm run contact-sheet [-- FILE.visit.json] [--kind K] [--lang L]`: every kind of document in every language and for both audiences,
 * drawn by LibreOffice as pictures of pages, for people to look at. Of a kind with a document for each meeting the first one is drawn.
 */
const FOLDER = join(RESULTS, 'contact-sheet')
const SAMPLE = join(ROOT, 'resources', 'samples', 'tokyo-2025.visit.json')
const AUDIENCES = /** @type {const} */ (['internal', 'shared'])
const MINUTES = 60_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kind: { type: 'string' }, lang: { type: 'string', default: 'all' } },
})
try {
  await ensurePackages()
  const office = await ensureOffice()
  if (!office.ok) throw new Error(`No pictures of pages without LibreOffice: ${office.reason}`)
  await rm(FOLDER, { recursive: true, force: true })
  for (const audience of AUDIENCES) await drawAll(office, audience)
  console.log(`The pages are in ${FOLDER}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

/** @param {{ soffice: string, pdftoppm: string }} office @param {string} audience */
async function drawAll({ soffice, pdftoppm }, audience) {
  const folder = join(FOLDER, audience)
  await mkdir(folder, { recursive: true })
  const memos = [join(ROOT, 'scripts', 'memos.mjs'), positionals[0] ?? SAMPLE, '--out', folder, '--audience', audience]
  const kind = values.kind === undefined ? [] : ['--kind', values.kind]
  await succeed(process.execPath, [...memos, '--lang', values.lang, ...kind])
  const documents = firstOfEach((await readdir(folder)).filter((name) => name.endsWith('.docx')).sort())
  const profile = `-env:UserInstallation=file://${join(FOLDER, 'profile')}`
  const files = documents.map((name) => join(folder, name))
  await succeed(soffice, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files])
  for (const name of documents) {
    const page = join(folder, name.replace(/\.docx$/, ''))
    await succeed(pdftoppm, ['-r', '60', '-png', `${page}.pdf`, page])
  }
  console.log(`${audience}: ${documents.length} documents`)
}

/**
 * One document of each kind and language: `CODE_kind_what_language_…`.
 * @param {readonly string[]} names
 */
function firstOfEach(names) {
  const key = (/** @type {string} */ name) => /_([a-z]+)_.*_(en|uz-Latn|uz-Cyrl|ru|ja)(?=[_.])/.exec(name)?.slice(1, 3).join(' ') ?? name
  return names.filter((name, index) => names.findIndex((other) => key(other) === key(name)) === index)
}

/** @param {string} command @param {readonly string[]} args */
async function succeed(command, args) {
  const done = await runCommand(command, [...args], { timeout: 15 * MINUTES })
  if (done.code !== 0) throw new Error(`${command} failed:\n${done.output.slice(-2_000)}`)
}
