import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import type { ProviderConfig } from './access/provider.ts'
import type { BlobConfig } from './blobs/blob-store.ts'

export type ServerConfig = {
  readonly host: string
  readonly port: number
  /** Where the embedded PostgreSQL keeps its data. */
  readonly data: string
  /** The ministry's own PostgreSQL; null runs the embedded one. */
  readonly databaseUrl: string | null
  /** The folder of the built browser edition. */
  readonly renderer: string
  readonly trustedProxies: readonly string[]
  readonly logLevel: string
  /** Look at the database, say what is found, and end. */
  readonly check: boolean
  /** The account to which a one-time code for a new password is given; null for none. */
  readonly resetPassword: string | null
  readonly provider: ProviderConfig | null
  readonly passwordSignIn: boolean
  /** A replica for pulls; null reads them from the primary. */
  readonly readUrl: string | null
  /** Bytes of attachments. */
  readonly blobs: BlobConfig
}

const DEFAULT_PORT = 4818
/** Gigabytes that the files of one visit may take. */
const VISIT_FILES = 20
const GIGABYTE = 2 ** 30
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']

/**
 * Reads the command line (`--host`, `--port`, `--data`, `--renderer`, `--check`, `--reset-password`) and the environment (`DATABASE_URL`,
 * `DATABASE_READ_URL`, `SAFARNOMA_TRUSTED_PROXIES`, `SAFARNOMA_LOG`, `SAFARNOMA_FILES` with `AWS_*`, `SAFARNOMA_VISIT_FILES`). What is wrong is a
 * sentence in `detail`.
 * @param home the folder that relative defaults are meant from
 */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): Result<ServerConfig, 'bad-option'> {
  const read = readOptions(args)
  if (!read.ok) return read
  const { host = '127.0.0.1', port = String(DEFAULT_PORT), data, renderer } = read.value
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return fail('bad-option', `--port takes a number up to 65535, not "${port}".`)
  const databaseUrl = env['DATABASE_URL'] || null
  const readUrl = env['DATABASE_READ_URL'] || null
  const wrong = Object.entries({ DATABASE_URL: databaseUrl, DATABASE_READ_URL: readUrl }).find(([, url]) => url && !isPostgres(url))
  if (wrong) return fail('bad-option', `${wrong[0]} must be an address that begins with postgres://.`)
  const logLevel = env['SAFARNOMA_LOG'] || 'info'
  if (!LOG_LEVELS.includes(logLevel)) return fail('bad-option', `SAFARNOMA_LOG must be one of ${LOG_LEVELS.join(', ')}.`)
  const provider = readProvider(env)
  if (!provider.ok) return provider
  const passwordSignIn = env['SAFARNOMA_PASSWORD_SIGN_IN'] !== 'off'
  if (!passwordSignIn && !provider.value) {
    return fail('bad-option', 'With SAFARNOMA_PASSWORD_SIGN_IN=off nobody could sign in: there is no provider.')
  }
  const visitFiles = env['SAFARNOMA_VISIT_FILES'] || String(VISIT_FILES)
  if (!/^[1-9]\d{0,4}$/.test(visitFiles)) return fail('bad-option', 'SAFARNOMA_VISIT_FILES must be a number of gigabytes.')
  const dataFolder = resolve(data ?? resolve(home, 'data'))
  const place = readPlace(env, dataFolder)
  if (!place.ok) return place
  return succeed({
    blobs: { place: place.value, visitBytes: Number(visitFiles) * GIGABYTE },
    provider: provider.value,
    passwordSignIn,
    host,
    port: Number(port),
    data: dataFolder,
    databaseUrl,
    renderer: resolve(renderer ?? resolve(home, 'out/renderer')),
    trustedProxies: (env['SAFARNOMA_TRUSTED_PROXIES'] ?? '').split(',').flatMap((address) => address.trim() || []),
    logLevel,
    check: read.value.check ?? false,
    resetPassword: read.value['reset-password'] ?? null,
    readUrl: databaseUrl === null ? null : readUrl,
  })
}

const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

/** A folder, or `s3://bucket/prefix` with the variables that programs for such stores share. */
function readPlace(env: Readonly<Record<string, string | undefined>>, data: string): Result<BlobConfig['place'], 'bad-option'> {
  const files = env['SAFARNOMA_FILES'] || join(data, 'files')
  if (!files.startsWith('s3:')) return succeed({ folder: resolve(files) })
  const [, bucket = '', path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/.exec(files) ?? []
  if (bucket === '') return fail('bad-option', 'SAFARNOMA_FILES must be a folder, or s3://BUCKET or s3://BUCKET/PREFIX.')
  const accessKeyId = env['AWS_ACCESS_KEY_ID'] ?? ''
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'] ?? ''
  if (accessKeyId === '' || secretAccessKey === '') {
    return fail('bad-option', 'SAFARNOMA_FILES names an S3 store: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set.')
  }
  const region = env['AWS_REGION'] || 'us-east-1'
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || `https://s3.${region}.amazonaws.com`
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint) || new URL(endpoint).pathname !== '/') {
    return fail('bad-option', 'AWS_ENDPOINT_URL_S3 must be an address without a path, such as https://s3.ministry.example.')
  }
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`
  return succeed({ s3: { endpoint, region, bucket, prefix, accessKeyId, secretAccessKey } })
}

/** Issuer, client and the address that people open: all of them, or no provider. */
function readProvider(env: Readonly<Record<string, string | undefined>>): Result<ProviderConfig | null, 'bad-option'> {
  const issuer = env['SAFARNOMA_OIDC_ISSUER'] || null
  if (issuer === null) return succeed(null)
  const clientId = env['SAFARNOMA_OIDC_CLIENT_ID'] ?? ''
  const publicUrl = env['SAFARNOMA_PUBLIC_URL'] ?? ''
  if (!URL.canParse(issuer)) return fail('bad-option', 'SAFARNOMA_OIDC_ISSUER must be an address.')
  if (clientId === '') return fail('bad-option', 'SAFARNOMA_OIDC_CLIENT_ID is missing.')
  if (!URL.canParse(publicUrl)) return fail('bad-option', 'SAFARNOMA_PUBLIC_URL must be the address that people open.')
  const clientSecret = env['SAFARNOMA_OIDC_CLIENT_SECRET'] || null
  const name = env['SAFARNOMA_OIDC_NAME'] || new URL(issuer).hostname
  return succeed({ name, issuer, clientId, clientSecret, publicUrl: new URL(publicUrl).origin })
}

type Options = { host?: string; port?: string; data?: string; renderer?: string; check?: boolean; 'reset-password'?: string }

function readOptions(args: readonly string[]): Result<Options, 'bad-option'> {
  const text = { type: 'string' } as const
  try {
    return succeed(
      parseArgs({
        args: [...args],
        options: { host: text, port: text, data: text, renderer: text, check: { type: 'boolean' }, 'reset-password': text },
      }).values,
    )
  } catch (error) {
    // parseArgs throws a TypeError that names the option.
    return fail('bad-option', error instanceof Error ? error.message : 'The options cannot be read.')
  }
}
