import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { WORD_PEERS } from './word.mjs'

/**
 * One peer in a process of its own: NAME FOLDER COUNT. Reads FOLDER/0.json and so on, writes FOLDER/NAME-0.docx and so on, and says
 * the peak of its memory in MiB.
 */
const [, , name = '', folder = '', count = '1'] = process.argv
const load = WORD_PEERS[name]
if (load === undefined) throw new Error(`there is no peer ${name}`)
const write = await load()
for (let index = 0; index < Number(count); index += 1) {
  const { template, ...content } = JSON.parse(readFileSync(join(folder, `${index}.json`), 'utf8'))
  writeFileSync(join(folder, `${name}-${index}.docx`), await write({ ...content, template: Buffer.from(template, 'base64') }))
}
// Not what the process says of its own use: that begins with the memory of whoever started it.
console.log(JSON.stringify({ peakMiB: Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024 }))
