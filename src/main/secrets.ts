import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from './files.ts'

/** Electron's `safeStorage`, as far as it is used. */
export type SecretStore = {
  isAsyncEncryptionAvailable(): Promise<boolean>
  getSelectedStorageBackend(): string
  encryptStringAsync(text: string): Promise<Buffer>
  decryptStringAsync(bytes: Buffer): Promise<{ result: string }>
}

export type Secrets = {
  /** Keeps or, with null, forgets. False when this computer has no safe place: then nothing is kept, and what was kept is gone. */
  set(name: string, value: string | null): Promise<boolean>
  /** Null when there is none, or when it can no longer be opened (another user, a new key ring): the person signs in again. */
  get(name: string): Promise<string | null>
}

const schema = z.record(z.string(), z.string())

/** Secrets in `secrets.json` of the folder, each sealed by the operating system's own store. */
export function openSecrets(folder: string, store: SecretStore, platform: string): Secrets {
  const file = join(folder, 'secrets.json')
  return {
    set: async (name, value) => {
      const isSafe = await hasSafePlace(store, platform)
      const { [name]: _former, ...others } = await readSealed(file)
      const sealed = isSafe && value !== null ? { ...others, [name]: (await store.encryptStringAsync(value)).toString('base64') } : others
      const written = await writeWhole(file, new TextEncoder().encode(JSON.stringify(sealed)))
      return isSafe && written.ok
    },
    get: async (name) => {
      if (!(await hasSafePlace(store, platform))) return null
      const sealed = (await readSealed(file))[name]
      if (sealed === undefined) return null
      try {
        return (await store.decryptStringAsync(Buffer.from(sealed, 'base64'))).result
      } catch {
        // The key ring changed: the secret is lost, the work is not.
        return null
      }
    },
  }
}

/** On Linux without a key ring the store "encrypts" with a password that everybody knows; that is no safe place. */
async function hasSafePlace(store: SecretStore, platform: string): Promise<boolean> {
  if (!(await store.isAsyncEncryptionAvailable())) return false
  return platform !== 'linux' || !['basic_text', 'unknown'].includes(store.getSelectedStorageBackend())
}

async function readSealed(file: string): Promise<Record<string, string>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // None yet, or damaged: both mean to sign in again.
    return {}
  }
}
