import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { drawSecret, keyOf, shareOf, type CpaceContext } from '@shared/lan/cpace.ts'

/** Appendix B of draft-irtf-cfrg-cpace, group ristretto255 and hash SHA-512. */
const CONTEXT: CpaceContext = {
  code: utf8ToBytes('Password'),
  channel: hexToBytes('0a41696e69746961746f720a42726573706f6e646572'),
  session: hexToBytes('7e4b4791d6a8ef019b936c79fb7f2c57'),
}
const GENERATOR = '5e25411ca1ad7c9debfd0b33ad987a95cefef2d3f15dcc8bd26415a5dfe2e15a'
const YA = 'da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08'
const YB = 'd2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d'
const SHARE_A = '383a85dd236978f17f8c8545b50dabc52a39fcdab2cf8bc531ce040ff77ca82d'
const SHARE_B = 'a6206309c0e8e5f579295e35997ac4300ab3fecec3c17f7b604f3e698fa1383c'
const ISK =
  'e91ccb2c0f5e0d0993a33956e3be59754f3f2b07db57631f5394452ea2e7b4354674eb1f5686c078462bf83bec72e8743df440108e638f3526d9b90e85be096f'

const bound = (name: string, share: string) => ({ share: hexToBytes(share), bound: utf8ToBytes(name) })
const transcript = [bound('ADa', SHARE_A), bound('ADb', SHARE_B)] as const
/** The draft writes numbers with the lowest byte first. */
const number = (hex: string): bigint => drawSecret(Uint8Array.from([...hexToBytes(hex), ...new Uint8Array(32)]))

describe('the key of a short code', () => {
  it('K2 comes out as the draft says: generator, both shares and the key', () => {
    expect(bytesToHex(shareOf(CONTEXT, 1n))).toBe(GENERATOR)
    expect(bytesToHex(shareOf(CONTEXT, number(YA)))).toBe(SHARE_A)
    expect(bytesToHex(shareOf(CONTEXT, number(YB)))).toBe(SHARE_B)
    const atA = keyOf(CONTEXT, number(YA), { theirs: hexToBytes(SHARE_B), transcript })
    const atB = keyOf(CONTEXT, number(YB), { theirs: hexToBytes(SHARE_A), transcript })
    expect(bytesToHex(atA ?? new Uint8Array())).toBe(ISK)
    expect(bytesToHex(atB ?? new Uint8Array())).toBe(ISK)
  })

  it('K2 is none for bytes that are no point and for the neutral point, whose key everybody knows', () => {
    const secret = number('7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05')
    for (const share of ['2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c', '00'.repeat(32), 'ff'.repeat(32)]) {
      expect(keyOf(CONTEXT, secret, { theirs: hexToBytes(share), transcript }), share).toBeNull()
    }
  })

  it('K2 differs with the code, with the number of the session and with what a side bound to its share', () => {
    const keyWith = (change: Partial<CpaceContext>, parts: typeof transcript = transcript): string =>
      bytesToHex(keyOf({ ...CONTEXT, ...change }, number(YA), { theirs: hexToBytes(SHARE_B), transcript: parts }) ?? new Uint8Array())
    const others = [
      bytesToHex(shareOf({ ...CONTEXT, code: utf8ToBytes('Passwore') }, number(YA))),
      keyWith({ session: new Uint8Array(16) }),
      keyWith({}, [bound('ADa', SHARE_A), bound('ADx', SHARE_B)]),
    ]
    expect(new Set([SHARE_A, ISK, ...others]).size).toBe(5)
  })
})
