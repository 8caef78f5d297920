import type { Result } from '@shared/lib/result.ts'
import type { PackProblem } from '@shared/sync/pack-format.ts'
import { readPack, writePack, type PackPlan, type ReadPack } from './pack-file.ts'
import { lockPack, unlockPack, type PackLock } from './pack-lock.ts'

export type WriteOrder = { readonly plan: PackPlan; readonly lock: PackLock }
export type ReadOrder = { readonly bytes: Uint8Array; readonly passphrase: string | null; readonly identity: string }

/** The heavy part of packs, which a page leaves to a worker: packing, signing and the seconds that a passphrase costs. */
export type PackWork = {
  write(order: WriteOrder): Promise<{ bytes: Uint8Array<ArrayBuffer>; hash: string }>
  read(order: ReadOrder): Promise<Result<ReadPack, PackProblem>>
}

/** Where it is called; a worker and the tests use this one. */
export const packWork: PackWork = {
  write: async ({ plan, lock }) => {
    const { zip, hash } = writePack(plan)
    return { bytes: await lockPack(zip, lock), hash }
  },
  read: async ({ bytes, passphrase, identity }) => {
    const zip = await unlockPack(bytes, { passphrase, identity })
    return zip.ok ? readPack(zip.value) : zip
  },
}
