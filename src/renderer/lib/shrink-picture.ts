/** @property side the longest one, in pixels @property quality of the JPEG, up to 1 */
export type PictureOrder = { readonly picture: Blob; readonly side: number; readonly quality: number }

/** A smaller JPEG of a picture, drawn anew beside the page: nothing of where and when it was taken is in it. Null where there is none to be made. */
export type ShrinkPicture = (picture: Blob) => Promise<Uint8Array<ArrayBuffer> | null>
export type MakeThumbnail = ShrinkPicture

/** Sharp at 96 pixels on screens of three times the density. */
export const makeThumbnail: MakeThumbnail = (picture) => shrink({ picture, side: 288, quality: 0.72 })

/** Sharp in half the width of a sheet of paper, 300 dots an inch. */
export const makePrint: ShrinkPicture = (picture) => shrink({ picture, side: 1_024, quality: 0.82 })

/** A worker for one picture: its memory, which holds the picture unpacked, goes with it. */
const shrink = (order: PictureOrder): ReturnType<ShrinkPicture> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('../workers/picture.worker.ts', import.meta.url), { type: 'module' })
    const end = (bytes: Uint8Array<ArrayBuffer> | null): void => {
      worker.terminate()
      resolve(bytes)
    }
    worker.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer> | null>) => end(data)
    worker.onerror = () => end(null)
    worker.postMessage(order)
  })
