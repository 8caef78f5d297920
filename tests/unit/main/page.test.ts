import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serveStatic } from '../../../scripts/static-server.mjs'
import { CONTENT_SECURITY_POLICY, isOwnPage, pathInside, servePage } from '../../../src/main/page.ts'
import { secureHeaders } from '../../../src/server/http/secure-headers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'renderer', 'assets', 'app.js'), 'export {}')
  writeFileSync(join(folder, 'renderer', '.env'), 'SECRET=1')
  writeFileSync(join(folder, 'secret.js'), 'secret')
})
afterEach(() => rmSync(folder, { recursive: true }))

const get = (address: string) => servePage(join(folder, 'renderer'))(new Request(address))

describe('the own scheme of the page', () => {
  it('serves the files of the page with their type and the policy', async () => {
    const page = await get('app://safarnoma/')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    const script = await get('app://safarnoma/assets/app.js?v=1')
    expect([script.status, await script.text()]).toEqual([200, 'export {}'])
  })

  it('says 404 to another host, a missing file, a folder, a hidden file and a kind that the page does not have', async () => {
    writeFileSync(join(folder, 'renderer', 'notes.sqlite'), '')
    for (const address of [
      'app://other/index.html',
      'app://safarnoma.evil/index.html',
      'https://safarnoma/index.html',
      'app://safarnoma/missing.js',
      'app://safarnoma/assets',
      'app://safarnoma/assets/',
      'app://safarnoma/.env',
      'app://safarnoma/notes.sqlite',
    ]) {
      expect((await get(address)).status, address).toBe(404)
    }
  })

  it('follows no symbolic link, neither of a file nor of a folder', async () => {
    symlinkSync(join(folder, 'secret.js'), join(folder, 'renderer', 'link.js'))
    symlinkSync(folder, join(folder, 'renderer', 'up'))
    expect((await get('app://safarnoma/link.js')).status).toBe(404)
    expect((await get('app://safarnoma/up/secret.js')).status).toBe(404)
  })

  it('leaves the folder in no spelling', () => {
    for (const path of [
      '/../secret.js',
      '/..',
      '/assets/../../secret.js',
      '/%2e%2e/secret.js',
      '/%2E%2E%2Fsecret.js',
      '/..%2fsecret.js',
      '/%252e%252e/secret.js',
      '/..\\secret.js',
      '/%5c..%5csecret.js',
      '/assets/app.js%00.html',
      '//etc/passwd',
      '/c:/windows',
      '/%',
      '/./index.html',
      '/assets//app.js',
    ]) {
      expect(pathInside(`app://safarnoma${path}`), path).toBeNull()
    }
    expect(pathInside('app://safarnoma/assets/app.js#part')).toBe(join('assets', 'app.js'))
    expect(pathInside('app://safarnoma')).toBe('index.html')
  })

  it('answers reading alone', async () => {
    expect((await servePage(folder)(new Request('app://safarnoma/', { method: 'POST' }))).status).toBe(405)
  })

  it('is told from other addresses by its parts, not by how it begins', () => {
    expect(isOwnPage('app://safarnoma/#/visits')).toBe(true)
    for (const address of [
      'app://safarnoma.example/',
      'app://safarnoma:80/',
      'app://safarnoma@example/',
      'app://user@safarnoma/',
      'about:blank',
      '',
      'file:///app://safarnoma/',
      'APP//safarnoma',
    ]) {
      expect(isOwnPage(address), address).toBe(false)
    }
  })
})

describe('the policy of the page', () => {
  it('is the same on the desktop, from the ministry server and from the files alone', async () => {
    const app = fastify()
    secureHeaders(app)
    app.get('/', () => '')
    const fromServer = (await app.inject('/')).headers['content-security-policy']
    const files = await serveStatic({ folder: join(folder, 'renderer'), port: 0 })
    const fromFiles = (await fetch(files.address)).headers.get('content-security-policy')
    await files.close()
    await app.close()
    expect(parts(String(fromServer))).toEqual(parts(CONTENT_SECURITY_POLICY))
    expect(parts(fromFiles ?? '')).toEqual(parts(CONTENT_SECURITY_POLICY))
  })
})

const parts = (policy: string): string[] =>
  policy
    .split(';')
    .map((part) => part.trim())
    .toSorted()
