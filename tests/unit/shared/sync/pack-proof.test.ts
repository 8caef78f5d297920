import { describe, expect, it } from 'vitest'
import type { RecordDelta } from '@shared/sync/cell.ts'
import {
  fingerprintOf,
  isManifestSigned,
  originalCheck,
  originalsOf,
  publicKeyOf,
  signManifest,
  signRecords,
} from '@shared/sync/pack-proof.ts'
import { nextStamp } from '@shared/sync/stamp.ts'

const SECRET = '11'.repeat(32)
const KEY = publicKeyOf(SECRET)
const SCOPE = '11111111-1111-4111-8111-111111111111'
const DEVICE = '22222222-2222-4222-8222-222222222222'

const records = (count: number): RecordDelta[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'agreement',
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    cells: { text: { value: `text ${index}`, stamp: nextStamp('', 1_000 + index, 'a.b'), bases: [''] } },
  }))

describe('what laptops sign', () => {
  it('X2 knows a manifest signed by another key, or changed by one byte', () => {
    const manifest = new TextEncoder().encode('{"format":"safarnoma-pack"}')
    const signature = signManifest(manifest, SECRET)
    expect(isManifestSigned(manifest, signature, KEY)).toBe(true)
    expect(isManifestSigned(manifest, signature, publicKeyOf('22'.repeat(32)))).toBe(false)
    expect(isManifestSigned(manifest.with(3, 65), signature, KEY)).toBe(false)
    expect(isManifestSigned(manifest, `00${signature.slice(2)}`, KEY)).toBe(false)
    expect(isManifestSigned(manifest, signature, 'ff'.repeat(32))).toBe(false)
  })

  it('X2 shows of each record alone that its device signed it, in trees of any size', () => {
    for (const size of [1, 2, 3, 5, 8, 33]) {
      const signed = { scope: SCOPE, records: records(size) }
      const signature = signRecords(signed, SECRET)
      const check = originalCheck(SCOPE)
      const originals = originalsOf(signed, { device: DEVICE, key: KEY, signature })
      expect(originals).toHaveLength(size)
      for (const original of originals ?? []) expect(check(original)).toBe(true)
    }
  })

  it('X2 refuses an original whose value, stamp, visit or place in the tree is another', () => {
    const signed = { scope: SCOPE, records: records(5) }
    const signature = signRecords(signed, SECRET)
    const [first, second] = originalsOf(signed, { device: DEVICE, key: KEY, signature }) ?? []
    if (!first || !second) throw new Error('five originals')
    const check = originalCheck(SCOPE)
    const changed = structuredClone(first)
    changed.record.c['text'] = ['another text', 0, -1]
    expect(check(changed)).toBe(false)
    const later = structuredClone(first)
    later.record.s = [nextStamp('', 9_000, 'a.b')]
    expect(check(later)).toBe(false)
    expect(check({ ...first, path: second.path })).toBe(false)
    expect(originalCheck(DEVICE)(first)).toBe(false)
    expect(check(first)).toBe(true)
  })

  it('X3 shows nothing of records that were not signed, or by another', () => {
    const signed = { scope: SCOPE, records: records(5) }
    const by = { device: DEVICE, key: KEY, signature: signRecords(signed, SECRET) }
    expect(originalsOf({ scope: SCOPE, records: records(4) }, by)).toBeNull()
    expect(originalsOf({ ...signed, scope: DEVICE }, by)).toBeNull()
    expect(originalsOf(signed, { ...by, key: publicKeyOf('22'.repeat(32)) })).toBeNull()
    expect(originalsOf(signed, { ...by, signature: `00${by.signature.slice(2)}` })).toBeNull()
  })

  it('a fingerprint is six groups of five digits, another for another key', () => {
    expect(fingerprintOf(KEY)).toMatch(/^\d{5}( \d{5}){5}$/)
    expect(fingerprintOf(KEY)).not.toBe(fingerprintOf(publicKeyOf('22'.repeat(32))))
    expect(fingerprintOf(KEY)).toBe(fingerprintOf(KEY))
  })
})
