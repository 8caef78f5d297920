import { register } from 'node:module'
import { runInThisContext } from 'node:vm'
import { pathToFileURL } from 'node:url'

/**
 * Starts a built main (`STAND_IN_MAIN`) with the stand-in in Electron's place, and answers the test that started this process:
 * `{ id, source, argument }` runs a function with the stand-in's module, as Playwright does with the real one.
 */
type Question = { readonly id: number; readonly source: string; readonly argument: unknown }

const standIn = new URL('electron.ts', import.meta.url).href
const hook = `export const resolve = (name, context, next) => (name === 'electron' ? { url: ${JSON.stringify(standIn)}, shortCircuit: true } : next(name, context))`
register(`data:text/javascript,${encodeURIComponent(hook)}`)

const electron = (await import('./electron.ts')) as object
process.on('message', (question: Question) => void answer(question))
// The test is gone: so is everything that it started.
process.on('disconnect', () => process.exit(1))
await import(pathToFileURL(process.env['STAND_IN_MAIN'] ?? '').href)

async function answer({ id, source, argument }: Question): Promise<void> {
  try {
    // Direct text of a test of this repository, for this process alone.
    const work = runInThisContext(`(${source})`) as (module: object, argument: unknown) => unknown
    process.send?.({ id, value: await work(electron, argument) })
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) })
  }
}
