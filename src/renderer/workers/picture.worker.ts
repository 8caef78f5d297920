import type { PictureOrder } from '../lib/shrink-picture.ts'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = (event: MessageEvent<PictureOrder>) => {
  void shrink(event.data).then((bytes) => self.postMessage(bytes))
}

async function shrink({ picture, side, quality }: PictureOrder): Promise<Uint8Array | null> {
  try {
    const bitmap = await createImageBitmap(picture)
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)))
    const context = canvas.getContext('2d')
    if (!context) return null
    // JPEG knows no transparency.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    const small = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    return new Uint8Array(await small.arrayBuffer())
  } catch {
    // A damaged picture, or a kind that this browser does not read: it is kept without a thumbnail.
    return null
  }
}
