import type { FileProblem } from './visit-file-references.ts'
import { MAX_DEPTH, parseVisitFile, pathText, visitFile, type ParsedVisitFile, type VisitFile } from './visit-file.ts'

/** The file as text: properties in the order of the schema, two spaces, one line end at the end. Equal files give equal text. */
export const visitFileText = (file: VisitFile): string => `${JSON.stringify(visitFile.parse(file), null, 2)}\n`

/** Reads the text of a visit file. A byte order mark at its start is allowed; a property given twice is a problem, not a choice. */
export function parseVisitFileText(text: string): ParsedVisitFile {
  const clean = text.replace(/^\uFEFF/, '')
  const { repeated, isTooDeep } = scan(clean)
  if (isTooDeep) return { ok: false, problems: [{ path: '', code: 'too-deep' }] }
  let json: unknown
  try {
    json = JSON.parse(clean)
  } catch (error) {
    return { ok: false, problems: [{ path: '', code: 'not-json', detail: error instanceof Error ? error.message : String(error) }] }
  }
  return repeated.length > 0 ? { ok: false, problems: repeated } : parseVisitFile(json)
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs

type Frame = { readonly names: Set<string> | null; step: PropertyKey; isAtName: boolean }

/** What JSON.parse would pass over: properties given twice (it keeps the last) and nesting that breaks recursive readers. */
function scan(text: string): { repeated: FileProblem[]; isTooDeep: boolean } {
  const frames: Frame[] = []
  const repeated: FileProblem[] = []
  for (const [token] of text.matchAll(TOKEN)) {
    const frame = frames.at(-1)
    if (token === '{') frames.push({ names: new Set(), step: '', isAtName: true })
    else if (token === '[') frames.push({ names: null, step: 0, isAtName: false })
    else if (token === '}' || token === ']') frames.pop()
    else if (token === ',' && frame) next(frame)
    else if (frame?.names && frame.isAtName && token.startsWith('"')) {
      const name = nameOf(token)
      frame.step = name
      frame.isAtName = false
      if (frame.names.has(name)) repeated.push({ path: pathText(frames.map(({ step }) => step)), code: 'property-twice', detail: name })
      frame.names.add(name)
    }
    if (frames.length > MAX_DEPTH) return { repeated, isTooDeep: true }
  }
  return { repeated, isTooDeep: false }
}

function next(frame: Frame): void {
  if (frame.names) frame.isAtName = true
  else frame.step = Number(frame.step) + 1
}

/** A name with an escape that JSON does not know is left as it stands: JSON.parse reports it right after. */
function nameOf(token: string): string {
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}
