import { statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../folders.mjs'
import { measured } from '../measure.ts'
import { WORD } from '../peer-settings.mjs'
import type { WordCase } from './cases.ts'

/** One run of one contender; `kB` of all documents together. */
export type Run = { readonly cpuMs: number; readonly peakMiB: number; readonly kB: number }
export type Contender = { readonly name: string; readonly run: (one: WordCase, folder: string) => Promise<Run> }

/** Ours and the plain use of the library, as one module each for Node, as the server has them. @param folder where the module goes */
export async function ourContenders(folder: string): Promise<{ readonly ours: Contender; readonly plain: Contender }> {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(ROOT, 'src', 'shared'), '@memos': join(ROOT, 'src', 'memos') } },
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, 'scripts', 'bench', 'word', 'run-ours.ts'),
      outDir: folder,
      target: 'node20',
      rollupOptions: { output: { format: 'es', entryFileNames: 'run-ours.mjs' } },
    },
  })
  const module = join(folder, 'run-ours.mjs')
  return { ours: nodeContender('ours', module), plain: nodeContender('docx', module) }
}

export const peerContender = (name: string): Contender => nodeContender(name, join(ROOT, 'scripts', 'bench', 'peers', 'run-word.mjs'))

/** A process for each document: it takes one. */
export const pandoc: Contender = {
  name: 'pandoc',
  async run({ requests }, folder) {
    let cpuMs = 0
    let peakMiB = 0
    for (const index of requests.keys()) {
      const output = join(folder, `pandoc-${index}.docx`)
      const once = await measured('pandoc', [...WORD.pandoc, '--output', output, join(folder, `${index}.html`)])
      cpuMs += once.cpuMs
      peakMiB = Math.max(peakMiB, once.peakMiB)
    }
    return { cpuMs, peakMiB, kB: sizeOf('pandoc', requests.length, folder) }
  },
}

const nodeContender = (name: string, module: string): Contender => ({
  name,
  async run({ requests }, folder) {
    const { cpuMs, output } = await measured(process.execPath, [module, name, folder, String(requests.length)])
    const { peakMiB } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as { peakMiB: number }
    return { cpuMs, peakMiB, kB: sizeOf(name, requests.length, folder) }
  },
})

export const documentsOf = (name: string, count: number, folder: string): string[] =>
  Array.from({ length: count }, (_, index) => join(folder, `${name}-${index}.docx`))

const sizeOf = (name: string, count: number, folder: string): number =>
  documentsOf(name, count, folder).reduce((sum, file) => sum + statSync(file).size, 0) / 1_000
