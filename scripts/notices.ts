import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isStarted, makeOrCheck, readRoot, rootPath } from './made-file.ts'

/** Licences that ask for no more than their notice. Anything else stops the check until a person has looked at it. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'PostgreSQL',
  'Unlicense',
  'Zlib',
] as const

export type Notice = { readonly name: string; readonly version: string; readonly licence: string; readonly text: string | null }
type LockEntry = { version?: string; license?: string; dev?: boolean; devOptional?: boolean; optional?: boolean; link?: boolean }
export type Lock = { readonly packages: Readonly<Record<string, LockEntry>> }
/** The licence text that a package carries, or null. `folder` is its place in the lock, `node_modules/zod`. */
export type ReadText = (folder: string) => string | null

/** True for an SPDX expression that can be met with allowed licences alone. */
export function isAllowed(licence: string): boolean {
  const choices = licence.replaceAll(/[()]/g, '').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((one) => ALLOWED.some((allowed) => allowed === one.trim())))
}

/**
 * What is shipped: every production package of the lock. The lock and not the folder decides, so that a platform's own
 * binaries, of which each machine has other ones, give the same file everywhere.
 */
export function noticesOf(lock: Lock, readText: ReadText): Notice[] {
  const notices = Object.entries(lock.packages).flatMap(([folder, entry]): Notice[] => {
    if (folder === '' || entry.dev || entry.devOptional || entry.link) return []
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const text = entry.optional ? null : readText(folder)
    return [{ name, version: entry.version ?? '', licence: entry.license ?? 'unknown', text }]
  })
  const byName = new Map(notices.map((one) => [`${one.name} ${one.version}`, one]))
  return [...byName.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

export function noticesText(notices: readonly Notice[]): string {
  const texts = new Map<string, Notice[]>()
  for (const notice of notices) texts.set(notice.text ?? '', [...(texts.get(notice.text ?? '') ?? []), notice])
  const without = texts.get('') ?? []
  const listed = [...texts].filter(([text]) => text !== '').map(([text, users]) => [users.map(key).join('\n'), text].join('\n\n'))
  return `${[HEADER, notices.map((one) => `${key(one)} (${one.licence})`).join('\n'), ...listed, withoutText(without)].join(`\n\n${RULE}\n\n`)}\n`
}

const RULE = '-'.repeat(80)
const HEADER = `THIRD-PARTY NOTICES

Safarnoma is built with the packages below, each under its own licence. This file is made from the lock file by
scripts/notices.ts and checked by \`npm run check\`. The desktop edition also carries Electron and Chromium, whose notices
(LICENSE, LICENSES.chromium.html) lie beside the program; the packages of the embedded database carry PostgreSQL under
the PostgreSQL Licence.`

const withoutText = (notices: readonly Notice[]): string =>
  [
    'These packages carry no licence text of their own, or belong to one platform; they are under the licence that they name:',
    notices.map((one) => `${key(one)} (${one.licence})`).join('\n'),
  ].join('\n\n')

const key = ({ name, version }: Notice): string => `${name} ${version}`

/** The licence file of an installed package, with its line ends made equal. */
function readInstalled(folder: string): string | null {
  const path = rootPath(folder)
  if (!existsSync(path)) return null
  const files = readdirSync(path).filter((name) => /^(licen[cs]e|copying)([.-].*)?$/i.test(name) && !/\.(js|ts|json)$/.test(name))
  const texts = files.sort().map((name) => readFileSync(join(path, name), 'utf8').replaceAll('\r\n', '\n').trim())
  return texts.length > 0 ? texts.join('\n\n') : null
}

if (isStarted(import.meta.url)) {
  const lock = JSON.parse(readRoot('package-lock.json')) as Lock
  const notices = noticesOf(lock, readInstalled)
  const refused = notices.filter(({ licence }) => !isAllowed(licence))
  for (const one of refused) console.error(`${key(one)} is under ${one.licence}, which nobody has allowed yet (scripts/notices.ts).`)
  if (refused.length > 0) process.exitCode = 1
  else makeOrCheck({ path: 'THIRD-PARTY-NOTICES', script: 'scripts/notices.ts', text: noticesText(notices) })
}
