import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installWithApt } from './apt.mjs'
import { runCommand } from './run-command.mjs'

const DEBIAN_PACKAGES = ['libreoffice-writer-nogui', 'poppler-utils', 'fontconfig', 'pandoc']
const DEBIAN_FONTS = ['fonts-liberation', 'fonts-ipafont-mincho', 'fonts-noto-cjk', 'fonts-noto-core']
/** One family of each font package. */
const FAMILIES = ['Liberation Serif', 'IPAMincho', 'Noto Serif CJK JP', 'Noto Sans']

/**
 * What opens, draws and reads the Word documents in tests: LibreOffice Writer, poppler, pandoc and the fonts.
 * @returns {Promise<{ ok: true, soffice: string, pdftoppm: string } | { ok: false, reason: string }>}
 */
export async function ensureOffice() {
  const lacking = await whatIsMissing()
  if (lacking.length === 0) return found()
  const reason = existsSync('/usr/bin/dpkg-query')
    ? await installWithApt([...(hasPrograms() ? [] : DEBIAN_PACKAGES), ...DEBIAN_FONTS])
    : null
  const still = await whatIsMissing()
  if (still.length === 0) return found()
  return { ok: false, reason: reason ?? `not found on this computer: ${still.join(', ')}` }
}

/** @returns {string | null} */
export function findOffice() {
  const mac = '/Applications/LibreOffice.app/Contents/MacOS/soffice'
  const windows = join(process.env.PROGRAMFILES ?? '', 'LibreOffice', 'program', 'soffice.com')
  return [...onPath('soffice'), ...onPath('libreoffice'), mac, windows].find((file) => existsSync(file)) ?? null
}

const findPoppler = () => [...onPath('pdftoppm'), ...onPath('pdftoppm.exe')].find((file) => existsSync(file)) ?? null
const hasPandoc = () => [...onPath('pandoc'), ...onPath('pandoc.exe')].some((file) => existsSync(file))
const hasPrograms = () => findOffice() !== null && findPoppler() !== null && hasPandoc()

/** @returns {{ ok: true, soffice: string, pdftoppm: string }} */
function found() {
  return { ok: true, soffice: findOffice() ?? 'soffice', pdftoppm: findPoppler() ?? 'pdftoppm' }
}

async function whatIsMissing() {
  const missing = []
  if (findOffice() === null) missing.push('LibreOffice Writer')
  if (findPoppler() === null) missing.push('poppler (pdftoppm)')
  if (!hasPandoc()) missing.push('pandoc')
  const fonts = await runCommand('fc-list', [':', 'family'], { timeout: 60_000 })
  // Without fontconfig (macOS, Windows) the fonts cannot be listed: the documents are drawn with what is there.
  if (fonts.code === 0) missing.push(...FAMILIES.filter((family) => !fonts.output.includes(family)))
  else if (process.platform === 'linux') missing.push('fontconfig')
  return missing
}

/** @param {string} name */
function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))
}
