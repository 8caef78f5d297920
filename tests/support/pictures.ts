import { crc32, deflateSync } from 'node:zlib'
import { bytesOf } from './bytes.ts'

/** A PNG of coloured noise, which packs badly: about three bytes a pixel. */
export function noisePicture(width: number, height: number, seed = 'noise'): Buffer {
  const noise = bytesOf(seed, width * height * 3)
  const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.of(0), noise.subarray(y * width * 3, (y + 1) * width * 3)]))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a colour, red, green and blue.
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A page of text, 34 pixels wide and 47 high, as a small JPEG of each way in which cameras write them. */
export const JPEGS = {
  baseline: Uint8Array.from(
    Buffer.from(
      '/9j/4AAQSkZJRgABAQEABAAEAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAvACIDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDZpCcdMfiainXcV5UdepqMoB/y0X86ALIYnqAPxpaqbB/z0X86kiTEgO9T7A0AT0UUUAMkUMRkH8KTy09P0NOcdD3+lLt45JoAYIk9P504RopyBzTse5ooAKKKKAI5pAmBtZs+gphmABJil4/2amZFbG5QceopPKj/AOea/lQBH54GP3UnP+zSi4BbHluOcZIp3lR/880/KlEaKchFB9QKAHUUUUAf/9k=',
      'base64',
    ),
  ),
  progressive: Uint8Array.from(
    Buffer.from(
      '/9j/4AAQSkZJRgABAQEABAAEAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wgARCAAvACIDASIAAhEBAxEB/8QAGAABAQEBAQAAAAAAAAAAAAAAAAECAwT/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIQAxAAAAH2MZOrlo2CS0zaAMzcM2ig/8QAGhAAAwEBAQEAAAAAAAAAAAAAAAERECASMf/aAAgBAQABBQLl6voyEJ22Up62IiJn/8QAFBEBAAAAAAAAAAAAAAAAAAAAMP/aAAgBAwEBPwEf/8QAFBEBAAAAAAAAAAAAAAAAAAAAMP/aAAgBAgEBPwEf/8QAGRAAAgMBAAAAAAAAAAAAAAAAADEBECAw/9oACAEBAAY/AtMfZSKRWhX/AP/EAB0QAAICAgMBAAAAAAAAAAAAAAABEBExYSBB8FH/2gAIAQEAAT8hi5W6wVoVoJ9KEsoUKKGVwq6bPRHojLKGk8o0DQKLpR//2gAMAwEAAgADAAAAELEPGPPJJPP/xAAUEQEAAAAAAAAAAAAAAAAAAAAw/9oACAEDAQE/EB//xAAUEQEAAAAAAAAAAAAAAAAAAAAw/9oACAECAQE/EB//xAAjEAEAAgAFAwUAAAAAAAAAAAABABEQITFRYUGB8XGhsdHh/9oACAEBAAE/EItaV3YJ1A743Mw11Yk+yV/SVhu4HAEWPacPsw2/mCrDPA6PX0mjNZXLiFTMbEQCuXFSutAGlOdWmFJQ1uTxE8TBVhO4Yf/Z',
      'base64',
    ),
  ),
} as const

/** What a camera and a hostile hand write into a JPEG beside the picture; each holds a word of its own. */
export const METADATA = ['Exif', 'Xmp', 'Icc', 'Iptc', 'Comment', 'Thumbnail', 'BetweenScans', 'BehindTheEnd'] as const
export const metadataWord = (where: (typeof METADATA)[number]): string => `Zq${where}Canary41.2995N69.2401E`

/** The same picture with all of it, and turned upright by its Exif alone. */
export function withMetadata(jpeg: Uint8Array): Uint8Array {
  const segment = (marker: number, text: string): Buffer => {
    const head = Buffer.of(0xff, marker, 0, 0)
    head.writeUInt16BE(text.length + 2, 2)
    return Buffer.concat([head, Buffer.from(text, 'latin1')])
  }
  const scan = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xda)
  return new Uint8Array(
    Buffer.concat([
      jpeg.subarray(0, 2),
      segment(0xe0, `JFIF\0\u0001\u0002\0\0\u0001\0\u0001\u0001\u0001${metadataWord('Thumbnail')}`),
      segment(0xe1, `Exif\0\0MM\0*\0\0\0\u0008${metadataWord('Exif')}`),
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${metadataWord('Xmp')}`),
      segment(0xe2, `ICC_PROFILE\0${metadataWord('Icc')}`),
      segment(0xed, `Photoshop 3.0\0${metadataWord('Iptc')}`),
      segment(0xfe, metadataWord('Comment')),
      jpeg.subarray(2, scan),
      segment(0xee, `Adobe\0${metadataWord('BetweenScans')}`),
      jpeg.subarray(scan),
      Buffer.from(metadataWord('BehindTheEnd')),
    ]),
  )
}
