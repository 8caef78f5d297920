import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LANGUAGES } from '../shared/domain/record.ts'
import { writeWhole } from './files.ts'

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
const schema = z.object({
  window: z.object({ bounds, isMaximized: z.boolean() }).nullable().catch(null),
  /** Address of the ministry's server, when somebody set one. */
  server: z.string().nullable().catch(null),
  language: z.enum(LANGUAGES).nullable().catch(null),
  scheme: z.enum(['light', 'dark', 'auto']).catch('auto'),
})

export type Bounds = z.infer<typeof bounds>
type Values = z.infer<typeof schema>

/** What the desktop itself remembers: its window and the server's address. Everything else is in the page's database. */
export type Preferences = {
  readonly current: () => Values
  /** Resolves when it is on the disk; a disk that refuses costs the memory of a window, nothing more. */
  change(part: Partial<Values>): Promise<void>
}

/** Reads `preferences.json` of the folder; a file that cannot be read counts as none, field by field. */
export async function openPreferences(folder: string, write: typeof writeWhole = writeWhole): Promise<Preferences> {
  const file = join(folder, 'preferences.json')
  let values = schema.parse(await readObject(file))
  let last: Promise<unknown> = Promise.resolve()
  return {
    current: () => values,
    change: async (part) => {
      values = { ...values, ...part }
      const text = `${JSON.stringify(values, null, 2)}\n`
      // One after another: the newest is the last to be written.
      last = last.then(() => write(file, new TextEncoder().encode(text)))
      await last
    },
  }
}

async function readObject(file: string): Promise<object> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    // The first start, or a file cut off by hand: the defaults.
    return {}
  }
}
