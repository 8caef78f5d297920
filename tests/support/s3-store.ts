import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S3Config } from '../../src/server/blobs/s3-client.ts'

const require = createRequire(import.meta.url)
/** The key pair that s3rver knows. */
const KEY = 'S3RVER'

/** A server of the S3 kind on 127.0.0.1, in a process of its own, with one empty bucket. */
export async function startS3Store(): Promise<{ config: S3Config; env: Record<string, string>; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'safarnoma-s3-'))
  const program = require.resolve('s3rver/bin/s3rver.js')
  const options = ['-d', folder, '-a', '127.0.0.1', '-p', '0', '-s', '--no-vhost-buckets', '--configure-bucket', 'files']
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const endpoint = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const [, port] = /listening on \S+:(\d+)/.exec(output) ?? []
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
    child.once('exit', () => reject(new Error('the S3 store did not start')))
  })
  return {
    config: { endpoint, region: 'us-east-1', bucket: 'files', prefix: 'safarnoma/', accessKeyId: KEY, secretAccessKey: KEY },
    env: {
      SAFARNOMA_FILES: 's3://files/safarnoma',
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: KEY,
      AWS_SECRET_ACCESS_KEY: KEY,
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
