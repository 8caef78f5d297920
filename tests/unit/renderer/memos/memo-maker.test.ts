import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoMaker, type MemoMaker, type MemoWorker } from '../../../../src/renderer/features/memos/memo-maker.ts'
import type { MemoOrder, MemoReply } from '../../../../src/renderer/workers/memo.worker.ts'
import { fileOf } from '../visits/desk.ts'

/** A worker that answers when it is told to: the real one is asked in Chromium (tests/e2e/memos.spec.ts). */
type HandWorker = MemoWorker & {
  readonly orders: MemoOrder[]
  isEnded: boolean
  reply(reply: MemoReply): void
  break(message: string): void
}

function handWorker(): HandWorker {
  const worker: HandWorker = {
    orders: [],
    isEnded: false,
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (order: MemoOrder) => void worker.orders.push(order),
    terminate: () => void (worker.isEnded = true),
    reply: (data) => worker.onmessage?.call(worker as unknown as Worker, { data } as MessageEvent),
    break: (message) => worker.onerror?.call(worker as unknown as Worker, { message } as ErrorEvent),
  }
  return worker
}

const file = fileOf({ safarnoma: 1, visit: { title: 'Seoul' } })
const orderIn = (language: 'en' | 'ru' | 'ja'): MemoOrder => ({
  type: 'write',
  file,
  options: { kind: 'report', language, audience: 'internal' },
})
const writtenAs = (fileName: string): MemoReply => ({
  type: 'written',
  bytes: new Uint8Array(),
  fileName,
  missing: [],
  heldBack: [],
  notices: [],
})

describe('the maker of memos', () => {
  let workers: HandWorker[]
  let maker: MemoMaker
  let heard: MemoReply[]
  const worker = (at: number): HandWorker => {
    const one = workers[at]
    if (!one) throw new Error(`no worker ${at}`)
    return one
  }
  beforeEach(() => {
    workers = []
    heard = []
    maker = createMemoMaker(() => {
      const one = handWorker()
      workers.push(one)
      return one
    })
  })
  const ask = (language: 'en' | 'ru' | 'ja'): void => maker.make(orderIn(language), (reply) => heard.push(reply))

  it('passes on the steps and the document, and asks the same worker again', () => {
    ask('en')
    worker(0).reply({ type: 'progress', done: 1, total: 2 })
    worker(0).reply(writtenAs('en.docx'))
    ask('ru')
    worker(0).reply(writtenAs('ru.docx'))
    expect(heard.map(({ type }) => type)).toEqual(['progress', 'written', 'written'])
    expect(worker(0).orders.map((order) => (order.type === 'write' ? order.options.language : order.type))).toEqual(['en', 'ru'])
  })

  it('answers the last order only: the worker of an older one is ended and not heard', () => {
    ask('en')
    ask('ru')
    worker(0).reply(writtenAs('en.docx'))
    worker(1).reply(writtenAs('ru.docx'))
    expect(worker(0).isEnded).toBe(true)
    expect(heard).toEqual([writtenAs('ru.docx')])
  })

  it('hears nothing after a cancelled order, and keeps an idle worker', () => {
    ask('en')
    maker.cancel()
    worker(0).reply(writtenAs('en.docx'))
    expect(heard).toEqual([])
    ask('ru')
    worker(1).reply(writtenAs('ru.docx'))
    maker.cancel()
    expect(worker(1).isEnded).toBe(false)
  })

  it('says that a worker broke, and starts another for the next order', () => {
    ask('en')
    worker(0).break('no such file')
    expect(heard).toEqual([{ type: 'failed', message: 'no such file' }])
    expect(worker(0).isEnded).toBe(true)
    ask('en')
    worker(1).reply(writtenAs('en.docx'))
    expect(heard).toHaveLength(2)
  })

  it('ends its worker, also one that is busy', () => {
    ask('en')
    maker.end()
    worker(0).reply(writtenAs('en.docx'))
    expect(worker(0).isEnded).toBe(true)
    expect(heard).toEqual([])
  })
})
