import { askOnce } from '../../../lib/ask-once.ts'
import type { DrawnDocument, DrawOrder } from './draw-document.ts'

/**
 * A drawn document, made beside the page.
 * @param signal gives it up; the promise is never settled then
 * @throws when the bytes are no Word file, or the worker could not be started
 */
export const drawInWorker = (order: DrawOrder, signal?: AbortSignal): Promise<DrawnDocument> =>
  askOnce<DrawnDocument>(startPreviewWorker(), order, signal)

/** Written out like this for the builder, which makes a file of the worker's own: the page's policy allows no other scripts. */
const startPreviewWorker = (): Worker => new Worker(new URL('../../../workers/preview.worker.ts', import.meta.url), { type: 'module' })
