import { Decrypter, Encrypter } from 'age-encryption'
import { fail, succeed, type Result } from '@shared/lib/result.ts'
import { PACK_LIMITS, type PackProblem } from '@shared/sync/pack-format.ts'

/** Who can open a pack: whoever knows the passphrase, or the laptops whose keys are named. age allows one or the other. */
export type PackLock =
  | { readonly type: 'passphrase'; readonly passphrase: string; readonly workFactor?: number }
  | { readonly type: 'laptops'; readonly recipients: readonly string[] }

/** 2^17 rounds of scrypt: about two seconds for whoever knows the passphrase, and for each guess of whoever does not. */
const WORK_FACTOR = 17
/** More would take memory (1 GiB at 20) and minutes: no pack of ours asks for it. */
const MOST_WORK = 18

export async function lockPack(bytes: Uint8Array, lock: PackLock): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter()
  if (lock.type === 'passphrase') {
    encrypter.setPassphrase(lock.passphrase.normalize('NFC'))
    encrypter.setScryptWorkFactor(lock.workFactor ?? WORK_FACTOR)
  } else for (const recipient of lock.recipients) encrypter.addRecipient(recipient)
  return (await encrypter.encrypt(bytes)) as Uint8Array<ArrayBuffer>
}

const AGE = 'age-encryption.org/v1\n'
/** The head of a file is text; the longest with fifty recipients is far shorter. */
const HEAD = 16 * 1024

/** How a file is locked, by its head alone; null when it is no pack. */
export function lockTypeOf(bytes: Uint8Array): PackLock['type'] | null {
  const head = headOf(bytes)
  if (head === null) return null
  return head.startsWith('-> scrypt ') ? 'passphrase' : 'laptops'
}

/** @param keys the passphrase, if the file asks for one, and this laptop's own key */
export async function unlockPack(
  bytes: Uint8Array,
  keys: { passphrase: string | null; identity: string },
): Promise<Result<Uint8Array, PackProblem>> {
  if (bytes.length > PACK_LIMITS.file) return fail('too-large')
  const head = headOf(bytes)
  if (head === null) return fail('not-a-pack')
  const work = /^-> scrypt \S+ (\d+)\n/.exec(head)?.[1]
  if (work !== undefined && Number(work) > MOST_WORK) return fail('too-large', `work factor ${work}`)
  const decrypter = new Decrypter()
  if (work === undefined) decrypter.addIdentity(keys.identity)
  else decrypter.addPassphrase((keys.passphrase ?? '').normalize('NFC'))
  try {
    return succeed(await decrypter.decrypt(bytes))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    if (!detail.includes('no identity matched')) return fail('damaged', detail)
    return fail(work === undefined ? 'not-for-this-laptop' : 'wrong-passphrase', detail)
  }
}

function headOf(bytes: Uint8Array): string | null {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD))
  return text.startsWith(AGE) ? text.slice(AGE.length) : null
}
