import { z } from 'zod'
import { visitFile } from '@shared/domain/visit-file.ts'
import { isStarted, makeOrCheck } from './made-file.ts'

/** The published JSON Schema of visit files (docs/visit-file.md), made from the schemas that the program itself reads with. */
export function visitSchemaText(): string {
  const schema = z.toJSONSchema(visitFile, { io: 'input', target: 'draft-2020-12', reused: 'ref' })
  const titled = {
    $schema: schema.$schema,
    title: 'Safarnoma visit file',
    description: 'One visit as plain nested records. Beyond this schema, keys must name records of the same file: see docs/visit-file.md.',
    ...schema,
  }
  return `${JSON.stringify(titled, null, 2)}\n`
}

if (isStarted(import.meta.url)) {
  makeOrCheck({ path: 'resources/schema/visit-file.schema.json', script: 'scripts/visit-schema.ts', text: visitSchemaText() })
}
