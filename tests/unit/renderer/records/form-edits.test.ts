import { describe, expect, it } from 'vitest'
import { applyEdits, editsAfter, fieldsChangedElsewhere, hasEdits, noEdits } from '../../../../src/renderer/records/form-edits.ts'

type Values = { text: string | null; owner: string | null; window: { words: string; edtf: string | null } | null }
const stored: Values = { text: 'Joint courses', owner: 'METI', window: { words: 'in April', edtf: '2025-04' } }

describe('what was changed in a form', () => {
  it('is only what differs from what is stored', () => {
    const edits = editsAfter(noEdits<Values>(), { field: 'owner', value: 'JETRO', stored })
    expect(edits.changed).toEqual({ owner: 'JETRO' })
    expect(applyEdits(stored, edits)).toEqual({ ...stored, owner: 'JETRO' })
    expect(hasEdits(editsAfter(edits, { field: 'owner', value: 'METI', stored }))).toBe(false)
  })

  it('takes equal values of several parts as the same', () => {
    expect(hasEdits(editsAfter(noEdits<Values>(), { field: 'window', value: { edtf: '2025-04', words: 'in April' }, stored }))).toBe(false)
  })

  it('lets a field that nobody edits here follow what is stored', () => {
    const edits = editsAfter(noEdits<Values>(), { field: 'owner', value: 'JETRO', stored })
    expect(applyEdits({ ...stored, text: 'Joint courses in Tashkent' }, edits).text).toBe('Joint courses in Tashkent')
  })

  it('notices that an edited field was changed elsewhere, until theirs is taken', () => {
    const edits = editsAfter(noEdits<Values>(), { field: 'owner', value: 'JETRO', stored })
    expect(fieldsChangedElsewhere(edits, stored)).toEqual([])
    const theirs = { ...stored, owner: 'MIC' }
    expect(fieldsChangedElsewhere(edits, theirs)).toEqual(['owner'])
    const more = editsAfter(edits, { field: 'owner', value: 'JETRO and MIC', stored: theirs })
    expect(fieldsChangedElsewhere(more, theirs)).toEqual(['owner'])
    expect(fieldsChangedElsewhere(editsAfter(more, { field: 'owner', value: 'MIC', stored: theirs }), theirs)).toEqual([])
  })

  it('is quiet when both wrote the same', () => {
    const edits = editsAfter(noEdits<Values>(), { field: 'owner', value: 'JETRO', stored })
    expect(fieldsChangedElsewhere(edits, { ...stored, owner: 'JETRO' })).toEqual([])
  })
})
