import { drawDocument, type DrawOrder } from '../features/memos/preview/draw-document.ts'
import { answerOnce } from '../lib/ask-once.ts'
import { PAGE_FOR_DOCX_PREVIEW } from './page-for-docx-preview.ts'

declare const self: DedicatedWorkerGlobalScope

Object.assign(self, PAGE_FOR_DOCX_PREVIEW)

answerOnce<DrawOrder>(self, drawDocument)
