/** Web globals that Node has too; the room of shared code names them itself, because it has no DOM types. */
declare const btoa: (binary: string) => string
declare const atob: (base64: string) => string

const CHUNK = 0x8000

/** Bytes as base64 text, for JSON bodies. */
export function bytesToBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK))
  }
  return btoa(binary)
}

/** The reverse of bytesToBase64. Throws on text that is not base64. */
export function base64ToBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character: string) => character.charCodeAt(0))
}
