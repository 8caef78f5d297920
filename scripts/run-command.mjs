import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

const KEPT_OUTPUT = 2_000_000

/**
 * Runs one command to its end and never longer than `timeout` (ms): then its whole process group is ended.
 * `log` is a file that gets everything, `echo` also shows it. Never throws: a command that cannot start has code 127.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ timeout: number, cwd?: string, env?: Record<string, string | undefined>, log?: string, echo?: boolean }} options
 * @returns {Promise<{ code: number, output: string, timedOut: boolean, seconds: number }>} `output` is stdout and stderr, at most the last 2 MB
 */
export function runCommand(command, args, options) {
  const began = Date.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own (not on Windows, where it would open a console), so that nothing it started outlives it.
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    })
    const log = options.log === undefined ? null : openLog(options.log)
    let output = ''
    let timedOut = false
    const take = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT)
      log?.write(chunk)
      if (options.echo) process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const stopAll = () => endGroup(child.pid)
    const timer = setTimeout(() => {
      timedOut = true
      stopAll()
    }, options.timeout)
    process.once('exit', stopAll)
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer)
      process.removeListener('exit', stopAll)
      log?.end()
      resolve({ code, output, timedOut, seconds: (Date.now() - began) / 1000 })
    }
    child.once('error', (error) => {
      output += error.message
      finish(127)
    })
    child.once('close', (code) => finish(timedOut ? 124 : (code ?? 1)))
  })
}

/** The command that runs a file of Node itself, or a package's own command line, without a shell in between. */
export const NODE = process.execPath

/** @param {string} file */
function openLog(file) {
  mkdirSync(dirname(file), { recursive: true })
  return createWriteStream(file)
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch (error) {
    // Already gone: the very state that was wanted.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}
