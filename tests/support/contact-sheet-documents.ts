import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { LANGUAGES } from '@shared/domain/record.ts'
import { parseVisitFileText } from '@shared/domain/visit-file-text.ts'
import type { VisitFile } from '@shared/domain/visit-file.ts'
import { AUDIENCES } from '@memos/content/request.ts'
import { SHEET_COLUMNS } from '@memos/content/sheet-request.ts'
import { writeSheet } from '@memos/sheet/write-sheet.ts'
import { writeMemo } from '@memos/write-memo.ts'
import { letterVisit } from './letter-fixtures.ts'
import { LOOKS, VISITS, askedOf, type LookName } from './memo-matrix.ts'

/** The documents of the contact sheet: `FOLDER/VISIT/LOOK_LANGUAGE_AUDIENCE.docx`, of a visit file and of made-up visits. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { look: { type: 'string' }, lang: { type: 'string' }, visit: { type: 'string' } },
})
const [folder = '', path = ''] = positionals
const parsed = parseVisitFileText(await readFile(path, 'utf8'))
if (!parsed.ok) throw new Error(`${path} is not a visit file: ${JSON.stringify(parsed.problems)}`)
/** Of a long visit, what is one document for all of it. */
const LONG: readonly LookName[] = ['report', 'register', 'road-map', 'brief-of-all']
const visits: Readonly<Record<string, VisitFile>> = {
  file: parsed.file,
  letters: letterVisit(),
  ...Object.fromEntries(Object.entries(VISITS).map(([name, visit]) => [name, visit()])),
}
for (const [name, file] of Object.entries(visits)) {
  if (values.visit !== undefined && values.visit !== name) continue
  await mkdir(join(folder, name), { recursive: true })
  await writeAll(file, name)
}

async function writeAll(file: VisitFile, name: string): Promise<void> {
  const looks = (Object.keys(LOOKS) as LookName[]).filter((look) => name !== 'forty' || LONG.includes(look))
  for (const language of LANGUAGES.filter((one) => values.lang === undefined || values.lang === one)) {
    for (const audience of AUDIENCES) {
      for (const look of looks.filter((one) => values.look === undefined || values.look === one)) {
        const request = askedOf(file, [audience, look, language])
        if (request === undefined) continue
        // The visit file as a user first sees it: nothing said but what stands in the records.
        const { isDraft: _draft, edits: _edits, ...bare } = request
        const { bytes } = await writeMemo({ ...(name === 'file' ? bare : request), file })
        await writeFile(join(folder, name, `${look}_${language}_${audience}.docx`), bytes)
      }
      if (values.look !== undefined && values.look !== 'sheet') continue
      const sheet = await writeSheet(file, { language, audience, columns: SHEET_COLUMNS, format: 'docx' })
      await writeFile(join(folder, name, `sheet_${language}_${audience}.docx`), sheet.bytes)
    }
  }
}
