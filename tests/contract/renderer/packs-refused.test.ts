import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256Hex } from '@shared/lib/id.ts'
import type { Manifest, PackItem } from '@shared/sync/pack-format.ts'
import { signManifest } from '@shared/sync/pack-proof.ts'
import type { PackedRecord } from '@shared/sync/packed.ts'
import { ensurePackKeys } from '../../../src/renderer/sync/pack-keys.ts'
import { lockPack, unlockPack } from '../../../src/renderer/sync/pack-lock.ts'
import { openLaptop, type TestLaptop } from '../../support/database.ts'
import { everythingIn, handOver, LOCK, look, packOf, storedIn, takeIn, twoPackLaptops, withKeys } from '../../support/pack-laptop.ts'

const VISIT = '11111111-1111-4111-8111-111111111111'
const AGREEMENT = '22222222-2222-4222-8222-222222222222'

describe('packs that are not as their maker made them', () => {
  let a: TestLaptop
  let b: TestLaptop
  beforeEach(async () => {
    ;[a, b] = await twoPackLaptops({ visit: VISIT, agreement: AGREEMENT })
  })
  afterEach(() => [a, b].forEach(({ database }) => database.close()))

  it('X3 scenario 40: truncated, changed, locked otherwise, signed otherwise: refused whole, each with its reason, nothing changed', async () => {
    const { bytes } = await packOf(a, VISIT)
    const before = await everythingIn(b)
    const codeOf = async (file: Uint8Array, passphrase: string | null = LOCK.passphrase) => {
      const read = await look(b, file, passphrase)
      return read.ok ? 'read' : read.error.code
    }
    expect(await codeOf(bytes)).toBe('read')
    expect(await codeOf(bytes, 'another passphrase')).toBe('wrong-passphrase')
    expect(await codeOf(bytes, null)).toBe('wrong-passphrase')
    // Wherever it was cut: at every byte of the lock's head, in what is inside, before its last bytes.
    const lengths = [...Array(250).keys(), ...Array.from({ length: 12 }, (_, index) => Math.floor((bytes.length * index) / 12))]
    const cut = await Promise.all([...lengths, bytes.length - 10, bytes.length - 1].map((length) => codeOf(bytes.subarray(0, length))))
    expect(cut.filter((code) => code !== 'damaged' && code !== 'not-a-pack')).toEqual([])
    expect(cut.at(-1)).toBe('damaged')
    expect(await codeOf(bytes.with(bytes.length - 40, (bytes.at(-40) ?? 0) ^ 1))).toBe('damaged')
    expect(await codeOf(strToU8('PK just a zip'))).toBe('not-a-pack')
    const { recipient } = await ensurePackKeys(a.database)
    expect(await codeOf(await lockPack(strToU8('x'), { type: 'laptops', recipients: [recipient] }))).toBe('not-for-this-laptop')
    const otherwise = await rewritten((files) => void (files['manifest.sig'] = new Uint8Array(files['manifest.sig']?.length ?? 0)))
    expect(await codeOf(otherwise)).toBe('bad-signature')
    expect(await everythingIn(b)).toBe(before)
  })

  /** Opens the lock as a stranger could who knows the passphrase, changes what is inside and locks it again. */
  async function rewritten(change: (files: Record<string, Uint8Array>) => void, maker = a): Promise<Uint8Array> {
    const { bytes } = await packOf(maker, VISIT)
    const zip = await unlockPack(bytes, { passphrase: LOCK.passphrase, identity: '' })
    if (!zip.ok) throw new Error(zip.error.code)
    const files = unzipSync(zip.value)
    change(files)
    return lockPack(zipSync(files), LOCK)
  }
  const edit = (files: Record<string, Uint8Array>, name: string, [from, to]: [string, string]) => {
    const text = new TextDecoder().decode(files[name])
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`)
    files[name] = strToU8(text.replace(from, to))
  }

  it('X3 finds what whoever knows the passphrase changed inside', async () => {
    const before = await everythingIn(b)
    const codeOf = async (change: (files: Record<string, Uint8Array>) => void) => {
      const read = await look(b, await rewritten(change))
      return read.ok ? 'read' : read.error.code
    }
    expect(await codeOf(() => undefined)).toBe('read')
    expect(await codeOf((files) => edit(files, 'pages/0001.json', ['Joint', 'Other']))).toBe('damaged')
    expect(await codeOf((files) => edit(files, 'manifest.json', ['Tokyo', 'Kyoto']))).toBe('bad-signature')
    expect(await codeOf((files) => void delete files['manifest.sig'])).toBe('bad-signature')
    expect(await codeOf((files) => void delete files['pages/0001.json'])).toBe('damaged')
    expect(await codeOf((files) => void (files['more.txt'] = strToU8('x')))).toBe('damaged')
    expect(await codeOf((files) => void delete files['manifest.json'])).toBe('not-a-pack')
    expect(await codeOf((files) => edit(files, 'manifest.json', ['"version":2', '"version":3']))).toBe('newer')
    expect(await codeOf((files) => void (files['pages/0001.json'] = new Uint8Array(30 * 1024 * 1024)))).toBe('too-large')
    expect(await everythingIn(b)).toBe(before)
  })

  /** As `rewritten`, and then signed by the laptop that made it: a program with a fault, or an evil colleague. */
  async function madeOtherwise(change: (agreement: PackItem) => void, maker = a): Promise<Uint8Array> {
    const { secret } = await ensurePackKeys(maker.database)
    const jsonOf = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes))
    return rewritten((files) => {
      const page = jsonOf(files['pages/0001.json']) as { readonly items: readonly PackItem[] }
      page.items.filter(({ record }) => record.i === AGREEMENT).forEach(change)
      const text = JSON.stringify(page)
      files['pages/0001.json'] = strToU8(text)
      const manifest = jsonOf(files['manifest.json']) as Manifest
      const entries = manifest.entries.map((entry) => ({ ...entry, size: strToU8(text).length, sha256: sha256Hex(text) }))
      files['manifest.json'] = strToU8(JSON.stringify({ ...manifest, entries }))
      files['manifest.sig'] = strToU8(signManifest(files['manifest.json'], secret))
    }, maker)
  }
  /** A cell of the record names a stamp, or a base, behind the last that it carries. */
  const namesMore = ({ c, s }: PackedRecord, at: 1 | 2): void => {
    const cell = c['text']
    if (cell) cell[at] = s.length
  }

  it.each([
    ['a stamp', 1],
    ['a base', 2],
  ] as const)('X3 W1 an item that names %s which it does not carry is held back, and the rest comes in', async (_what, at) => {
    const pack = await madeOtherwise(({ record }) => namesMore(record, at))
    const preview = await takeIn(b, pack)
    expect(preview.held).toEqual([{ id: AGREEMENT, kind: 'agreement' }])
    expect((await storedIn(b, VISIT)).map(({ id }) => id)).toEqual([VISIT])
  })

  it('X3 W1 an item is held back whose original names a stamp that it does not carry', async () => {
    const c = await withKeys(await openLaptop(3))
    await takeIn(c, await handOver(a, VISIT))
    const pack = await madeOtherwise(({ originals = [] }) => originals.forEach(({ record }) => namesMore(record, 1)), c)
    const preview = await takeIn(b, pack)
    expect(preview.held).toEqual([{ id: AGREEMENT, kind: 'agreement' }])
    expect((await storedIn(b, VISIT)).map(({ id }) => id)).toEqual([VISIT])
    c.database.close()
  })

  it('X3 refuses a known laptop under another key', async () => {
    await takeIn(b, await handOver(a, VISIT))
    await a.database.dexie.meta.delete('packKeys')
    await a.write(VISIT, { type: 'set', kind: 'agreement', id: AGREEMENT, fields: { text: 'By whoever has this key' } })
    const stranger = await handOver(a, VISIT)
    const before = await everythingIn(b)
    expect(await look(b, stranger)).toMatchObject({ ok: false, error: { code: 'other-key' } })
    expect(await everythingIn(b)).toBe(before)
  })
})
