/** Where a laptop waits for another one, and the code that both must know. */
export type Invitation = { readonly address: string; readonly port: number; readonly code: string }

/** One that an administrator can open in a firewall; another is taken where it is in use. */
export const LAN_PORT = 4819

/** No 0 and O, 1, I and L, U and V: what is read aloud or copied by hand comes out as it went in. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTWXYZ'
const CODE_LETTERS = 8

/** Eight letters: one chance in a hundred thousand million for each of the five tries that a listening laptop allows. */
export function drawCode(random: (count: number) => Uint8Array): string {
  // Bytes at or above this would make some letters more likely than others.
  const bound = 256 - (256 % LETTERS.length)
  let code = ''
  while (code.length < CODE_LETTERS) {
    for (const byte of random(16)) if (byte < bound && code.length < CODE_LETTERS) code += LETTERS.charAt(byte % LETTERS.length)
  }
  return code
}

/** As it is shown: two groups of four. */
export const codeToText = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** What a person typed, in any case, with hyphens or not, also in the wide letters of a Japanese keyboard. Null when it is no code. */
export function readCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
  return code.length === CODE_LETTERS && Array.from(code).every((letter) => LETTERS.includes(letter)) ? code : null
}

export const addressToText = ({ address, port }: Omit<Invitation, 'code'>): string => `${address}:${port}`

/** `192.168.1.20:4819`; without a port the usual one. Null when it is no address of that kind. */
export function readAddress(typed: string): Omit<Invitation, 'code'> | null {
  const parts = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/.exec(plain(typed))
  const [, address, port = String(LAN_PORT)] = parts ?? []
  if (address === undefined || address.split('.').some((part) => Number(part) > 255)) return null
  const number = Number(port)
  // Without leading zeros, which some programs read as octal.
  const decimal = address.split('.').map(Number).join('.')
  return number >= 1 && number <= 65_535 ? { address: decimal, port: number } : null
}

/** The QR code's words. Capital letters, digits, colons and points alone: the densest way that a QR code has for text. */
export const invitationToText = ({ address, port, code }: Invitation): string => `SAFARNOMA:${address}:${port}:${code}`

/** The text of the QR code, as a person pastes it; null for anything else. */
export function readInvitation(typed: string): Invitation | null {
  const [, where, typedCode] = /^SAFARNOMA:([\d.]+:\d+):([A-Z0-9-]+)$/.exec(plain(typed).toUpperCase()) ?? []
  const address = readAddress(where ?? '')
  const code = readCode(typedCode ?? '')
  return address && code !== null ? { ...address, code } : null
}

const plain = (typed: string): string => typed.normalize('NFKC').replace(/\s/g, '')
