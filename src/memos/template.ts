import { patchDetector } from 'docx'
import { visitFile } from '@shared/domain/visit-file.ts'
import type { Language } from '@shared/domain/record.ts'
import { letterheadChapters } from './content/letterhead-chapters.ts'
import { memoContent } from './content/memo-content.ts'
import type { MemoKind, MemoRequest } from './content/request.ts'
import { fixedZip } from './fixed-zip.ts'
import { takeIn } from './letterhead/intake.ts'
import { letterheadWords } from './letterhead/letterhead-words.ts'
import { packOnLetterhead, type Letterhead } from './letterhead/pack-on-letterhead.ts'
import { sortPlaceholders, type FoundPlaceholders } from './letterhead/placeholders.ts'
import { refuse, type Refusal } from './letterhead/refusal.ts'
import type { Parts } from './letterhead/unpack.ts'

/** What a dropped file comes to, before it is used for anything. */
export type Intake =
  | ({ readonly type: 'taken'; readonly sample: Uint8Array } & FoundPlaceholders)
  | { readonly type: 'refused'; readonly refusal: Refusal }

/**
 * Looks at a ministry's letterhead: refuses what is hostile or broken, sorts its placeholders, and writes a sample on it, so that a
 * letterhead which cannot be filled is found now and not on the evening of the export.
 */
export async function examineLetterhead(bytes: Uint8Array, use: { kind: MemoKind; language: Language }): Promise<Intake> {
  const taken = takeIn(bytes)
  if ('refusal' in taken) return { type: 'refused', refusal: taken.refusal }
  try {
    const placeholders = sortPlaceholders(await keysOf(taken.parts), use.kind)
    const sample = await writeSample({ parts: taken.parts, found: placeholders.found }, use)
    return { type: 'taken', sample, ...placeholders }
  } catch (error) {
    // The library reads markup that no program of ours wrote: what it cannot read is damage, with its own words.
    return { type: 'refused', refusal: refuse('broken', error instanceof Error ? error.message : String(error)) }
  }
}

/** A letterhead that was kept, ready to be filled. It is looked at again: what lies in a store is no more trusted than a dropped file. */
export async function openLetterhead(bytes: Uint8Array, kind: MemoKind): Promise<Letterhead> {
  const taken = takeIn(bytes)
  if ('refusal' in taken) throw new Error(`The letterhead is refused: ${taken.refusal.code} ${taken.refusal.detail}`)
  return { parts: taken.parts, found: sortPlaceholders(await keysOf(taken.parts), kind).found }
}

const keysOf = (parts: Parts): Promise<readonly string[]> => patchDetector({ data: fixedZip(parts, 0), trimPlaceholders: true })

async function writeSample(letterhead: Letterhead, { kind, language }: { kind: MemoKind; language: Language }): Promise<Uint8Array> {
  const file = visitFile.parse(SAMPLE)
  const request = { kind, language, audience: 'internal', meetingKey: 'sample', organizationKey: 'sample', edits: EDITS } as MemoRequest
  const { memo } = memoContent(file, request)
  const said = { words: letterheadWords(file, request, memo), chapters: letterheadChapters(file, request) }
  return packOnLetterhead(memo, { letterhead, ...said, onPart: () => undefined })
}

const SAMPLE = {
  safarnoma: 1,
  visit: { title: '0123456789', startDay: '2025-01-01', endDay: '2025-01-02' },
  organizations: [{ key: 'sample', name: 'ABC' }],
  meetings: [{ key: 'sample', title: '0123456789', summary: 'Abc абв 本文', organizations: ['sample'] }],
  commitments: [{ key: 'sample', text: '0123456789', direction: 'we-owe', meeting: 'sample' }],
}
const EDITS = { title: '0123456789', registrationNumber: '00-00', documentDay: '2025-01-01', addressee: 'ABC\nABC' }
