import { readFileSync } from 'node:fs'
import { lintDocx } from './docx-lint.ts'

/** Says of each .docx that is named how many errors the lint finds, as a list in JSON. A file that it cannot read at all has one. */
const counts = process.argv.slice(2).map((file) => {
  try {
    return lintDocx(new Uint8Array(readFileSync(file))).length
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
})
console.log(JSON.stringify(counts))
