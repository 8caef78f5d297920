import type { Role } from '@shared/domain/member.ts'
import type { Cells } from '@shared/sync/cell.ts'
import { describe, expect, it } from 'vitest'
import { triesOf } from '../../../src/server/access/rate-limits.ts'
import { hashOfCode, newCode } from '../../../src/server/access/tokens.ts'
import { mayChangeMember, mayStore } from '../../../src/server/access/policy.ts'
import { addressesOf } from '../../../src/server/db/first-primary.ts'
import { readConfig } from '../../../src/server/config.ts'
import { describeError } from '../../../src/server/log.ts'

describe('rate limits', () => {
  it('take a /64 of IPv6 for one address', () => {
    const keyOf = (ip: string) => triesOf('refresh', { ip })[0]?.key
    expect(keyOf('2001:db8:1:2::1')).toBe(keyOf('2001:db8:1:2:ffff::9'))
    expect(keyOf('2001:db8:1:3::1')).not.toBe(keyOf('2001:db8:1:2::1'))
    expect(keyOf('::1')).not.toBe(keyOf('2001:db8:1:2::1'))
  })
})

describe('an address of several databases', () => {
  it('is read as one address for each, and one that names one server stays as it is', () => {
    expect(addressesOf('postgres://u:p,w@a:5432,b:5433/name?x=1')).toEqual([
      'postgres://u:p,w@a:5432/name?x=1',
      'postgres://u:p,w@b:5433/name?x=1',
    ])
    expect(addressesOf('postgresql://a,[::1]:5433/name')).toEqual(['postgresql://a/name', 'postgresql://[::1]:5433/name'])
    expect(addressesOf('postgres://u:p@a/name')).toEqual(['postgres://u:p@a/name'])
  })
})

describe('one-time codes', () => {
  it('are read as they were meant', () => {
    const code = newCode((bytes) => Uint8Array.from({ length: bytes }, (_, index) => index * 7))
    expect(code).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/)
    expect(hashOfCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(hashOfCode(code))
    expect(hashOfCode('O1IL0')).toBe(hashOfCode('01110'))
    expect(hashOfCode('AAAAA')).not.toBe(hashOfCode('AAAAB'))
  })
})

describe('the policy', () => {
  const cells = { $deleted: { value: null, stamp: '1', bases: [] } }
  it('lets owners alone delete or restore the visit, and nobody write members', () => {
    const store = (role: Role, kind: string, cells: Cells) => mayStore({ role, personId: 'p' }, { kind, id: 'r', cells }, {})
    expect(store('owner', 'visit', cells)).toBe(true)
    expect(store('editor', 'visit', cells)).toBe(false)
    expect(store('editor', 'visit', {})).toBe(true)
    expect(store('editor', 'meeting', cells)).toBe(true)
    expect(store('reader', 'meeting', {})).toBe(false)
    expect(store('owner', 'member', {})).toBe(false)
  })

  it('A6 lets reviewers alone write reviews, each in their own name, and nothing else', () => {
    const cell = (value: string) => ({ value, stamp: '1', bases: [] })
    const review = (role: Role, cells: Cells, held: Cells = {}) =>
      mayStore({ role, personId: 'p' }, { kind: 'review', id: 'r', cells }, held)
    expect(review('reviewer', { by: cell('p'), state: cell('accepted') })).toBe(true)
    expect(review('reviewer', { by: cell('q'), state: cell('accepted') })).toBe(false)
    expect(review('reviewer', { state: cell('accepted') })).toBe(false)
    expect(review('reviewer', { state: cell('accepted') }, { by: cell('p') })).toBe(true)
    expect(review('reviewer', { state: cell('accepted') }, { by: cell('q') })).toBe(false)
    for (const role of ['owner', 'editor', 'reader'] as const) expect(review(role, { by: cell('p') })).toBe(false)
    for (const kind of ['visit', 'meeting', 'note', 'member', 'kindOfTomorrow']) {
      expect(mayStore({ role: 'reviewer', personId: 'p' }, { kind, id: 'r', cells: {} }, {})).toBe(false)
    }
    const conflict = (recordKind: string) =>
      mayStore({ role: 'reviewer', personId: 'p' }, { kind: 'conflict', id: 'c', cells: { recordKind: cell(recordKind) } }, {})
    expect([conflict('review'), conflict('agreement')]).toEqual([true, false])
  })

  it('keeps an owner in every visit', () => {
    const owner = { role: 'owner', isSelf: true } as const
    expect(mayChangeMember(owner, { from: 'owner', to: null, owners: 1 })).toBe(false)
    expect(mayChangeMember(owner, { from: 'owner', to: 'reader', owners: 1 })).toBe(false)
    expect(mayChangeMember(owner, { from: 'owner', to: 'owner', owners: 1 })).toBe(true)
    expect(mayChangeMember(owner, { from: 'owner', to: null, owners: 2 })).toBe(true)
    expect(mayChangeMember({ role: 'reader', isSelf: true }, { from: 'reader', to: null, owners: 1 })).toBe(true)
    expect(mayChangeMember({ role: 'editor', isSelf: true }, { from: 'editor', to: 'owner', owners: 1 })).toBe(false)
    expect(mayChangeMember({ role: 'editor', isSelf: false }, { from: 'reader', to: null, owners: 1 })).toBe(false)
  })
})

describe('configuration', () => {
  it('listens on this machine alone, on the one default port, unless told otherwise', () => {
    expect(readConfig([], {}, '/home')).toMatchObject({
      ok: true,
      value: { host: '127.0.0.1', port: 4818, data: '/home/data', databaseUrl: null, renderer: '/home/out/renderer' },
    })
    const env = { DATABASE_URL: 'postgres://db/x', SAFARNOMA_TRUSTED_PROXIES: ' 10.0.0.1, ,10.0.0.2' }
    const told = readConfig(['--port', '1', '--host=0.0.0.0', '--data', '/d'], env, '/home')
    expect(told).toMatchObject({
      value: { host: '0.0.0.0', port: 1, data: '/d', databaseUrl: 'postgres://db/x', trustedProxies: ['10.0.0.1', '10.0.0.2'] },
    })
  })

  it('keeps files in a folder, or in an S3 store with the variables that programs for such stores share', () => {
    const place = (env: Record<string, string>) => {
      const read = readConfig([], env, '/home')
      return read.ok ? read.value.blobs.place : read.error.code
    }
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
    expect(place({})).toEqual({ folder: '/home/data/files' })
    expect(place({ ...keys, SAFARNOMA_FILES: 's3://safarnoma/a/b', AWS_ENDPOINT_URL_S3: 'https://s3.example.org' })).toEqual({
      s3: {
        endpoint: 'https://s3.example.org',
        region: 'us-east-1',
        bucket: 'safarnoma',
        prefix: 'a/b/',
        accessKeyId: 'id',
        secretAccessKey: 'secret',
      },
    })
    expect(place({ ...keys, SAFARNOMA_FILES: 's3://safarnoma', AWS_REGION: 'eu-west-1' })).toMatchObject({
      s3: { endpoint: 'https://s3.eu-west-1.amazonaws.com', prefix: '' },
    })
    expect(place({ SAFARNOMA_FILES: 's3://safarnoma' })).toBe('bad-option')
    expect(place({ ...keys, SAFARNOMA_FILES: 's3:safarnoma' })).toBe('bad-option')
    expect(place({ ...keys, SAFARNOMA_FILES: 's3://safarnoma', AWS_ENDPOINT_URL_S3: 's3.example.org' })).toBe('bad-option')
  })

  it('reads a provider from the environment, and keeps its address without a slash', () => {
    const env = {
      SAFARNOMA_OIDC_ISSUER: 'https://id.example.org/realm',
      SAFARNOMA_OIDC_CLIENT_ID: 'safarnoma',
      SAFARNOMA_PUBLIC_URL: 'https://visits.example.org/',
      SAFARNOMA_PASSWORD_SIGN_IN: 'off',
    }
    expect(readConfig(['--check'], env, '/home')).toMatchObject({
      value: {
        check: true,
        passwordSignIn: false,
        provider: { name: 'id.example.org', publicUrl: 'https://visits.example.org', clientSecret: null },
      },
    })
  })

  it.each([
    [['--port', '-1'], {}],
    [['--port', '65536'], {}],
    [['--what'], {}],
    [['stray'], {}],
    [[], { DATABASE_URL: 'mysql://x' }],
    [[], { SAFARNOMA_LOG: 'loud' }],
    [[], { DATABASE_URL: 'postgres://a/x', DATABASE_READ_URL: 'mysql://x' }],
    [[], { SAFARNOMA_PASSWORD_SIGN_IN: 'off' }],
    [[], { SAFARNOMA_OIDC_ISSUER: 'https://id.example.org' }],
    [[], { SAFARNOMA_OIDC_ISSUER: 'https://id.example.org', SAFARNOMA_OIDC_CLIENT_ID: 'x' }],
    [[], { SAFARNOMA_OIDC_ISSUER: 'no address', SAFARNOMA_OIDC_CLIENT_ID: 'x', SAFARNOMA_PUBLIC_URL: 'https://x.example.org' }],
  ])('says what is wrong with %j %j', (args, env) => {
    const read = readConfig(args, env, '/home')
    expect(read.ok ? '' : read.error.detail).not.toBe('')
    expect(read.ok).toBe(false)
  })
})

describe('logs', () => {
  it('tell the kind and the place of an error, never its words', () => {
    const described = describeError(
      Object.assign(new TypeError('Key (name)=(Vice-Minister) exists\nDetail: secret'), { code: '23505', detail: 'secret' }),
    )
    expect(JSON.stringify(described)).not.toMatch(/Vice-Minister|secret/)
    expect(described).toMatchObject({ type: 'TypeError', code: '23505' })
    expect(described.stack).toContain('door.test')
  })
})
