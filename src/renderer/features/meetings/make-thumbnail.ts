/** A small JPEG of a picture, made beside the page; null where there is none to be made. */
export type MakeThumbnail = (picture: Blob) => Promise<Uint8Array<ArrayBuffer> | null>

/** A worker for one picture: its memory, which holds the picture unpacked, goes with it. */
export const makeThumbnail: MakeThumbnail = (picture) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('../../workers/thumbnail.worker.ts', import.meta.url), { type: 'module' })
    const end = (bytes: Uint8Array<ArrayBuffer> | null): void => {
      worker.terminate()
      resolve(bytes)
    }
    worker.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer> | null>) => end(data)
    worker.onerror = () => end(null)
    worker.postMessage(picture)
  })
