import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Language } from '../shared/domain/record.ts'

/** The server's flow is good for ten minutes; so long somebody may look for their password. */
const PATIENCE_MS = 10 * 60_000
const GRANT = /^[A-Za-z0-9_-]{1,200}$/

/** `grant` is null when the provider, or the person there, refused. */
export type Returned = { readonly grant: string | null }
/** Where the browser comes back to after a sign-in at the ministry's provider: a port of this machine, for one visitor (RFC 8252). */
export type ProviderReturn = {
  /** Opens a port; ends the waiting before. */
  listen(): Promise<number>
  /** What the browser brought; null when it did not come in time, or another waiting began. */
  wait(): Promise<Returned | null>
}

export function createProviderReturn(language: () => Language, patienceMs = PATIENCE_MS): ProviderReturn {
  let current: { readonly returned: Promise<Returned | null>; readonly end: (returned: Returned | null) => void } | null = null
  return {
    listen: async () => {
      current?.end(null)
      let resolve: (returned: Returned | null) => void = () => undefined
      const returned = new Promise<Returned | null>((settle) => (resolve = settle))
      const server = createServer((request, response) => {
        const { port } = server.address() as AddressInfo
        const brought = readReturn(request.url ?? '', request.headers.host === `127.0.0.1:${port}`)
        answer(response, brought === null ? null : WORDS[language()][brought.grant === null ? 'refused' : 'done'])
        if (brought !== null) response.on('finish', () => end(brought))
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const timer = setTimeout(() => end(null), patienceMs).unref()
      const end = (brought: Returned | null): void => {
        clearTimeout(timer)
        close(server)
        resolve(brought)
      }
      current = { returned, end }
      return (server.address() as AddressInfo).port
    },
    wait: () => current?.returned ?? Promise.resolve(null),
  }
}

/** Null for whatever is not the return: a symbol that the browser asks for, a page that tries ports. */
function readReturn(path: string, isOwnHost: boolean): Returned | null {
  if (!isOwnHost || !path.startsWith('/?')) return null
  const query = new URLSearchParams(path.slice(2))
  const grant = query.get('grant')
  if (grant !== null) return GRANT.test(grant) ? { grant } : null
  return query.get('refused') === '1' ? { grant: null } : null
}

function answer(response: ServerResponse, words: string | null): void {
  response.writeHead(words === null ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  })
  response.end(words === null ? '' : `<!doctype html><meta charset="utf-8"><title>Safarnoma</title><p>${words}</p>`)
}

function close(server: Server): void {
  server.close()
  server.closeAllConnections()
}

/** The page in the system's browser has no catalogue of ours; a missing language does not compile. */
const WORDS: Readonly<Record<Language, { readonly done: string; readonly refused: string }>> = {
  en: {
    done: 'That is all here. Close this page and go back to Safarnoma.',
    refused: 'The sign-in was refused or cancelled. Close this page and go back to Safarnoma.',
  },
  'uz-Latn': {
    done: 'Bu yerda hammasi tayyor. Bu sahifani yoping va Safarnomaga qayting.',
    refused: 'Kirish rad etildi yoki bekor qilindi. Bu sahifani yoping va Safarnomaga qayting.',
  },
  'uz-Cyrl': {
    done: 'Бу ерда ҳаммаси тайёр. Бу саҳифани ёпинг ва Сафарномага қайтинг.',
    refused: 'Кириш рад этилди ёки бекор қилинди. Бу саҳифани ёпинг ва Сафарномага қайтинг.',
  },
  ru: {
    done: 'Здесь всё готово. Закройте эту страницу и вернитесь в Safarnoma.',
    refused: 'Вход отклонён или отменён. Закройте эту страницу и вернитесь в Safarnoma.',
  },
  ja: {
    done: 'こちらでの手続きは終わりました。このページを閉じて Safarnoma に戻ってください。',
    refused: 'サインインは拒否されたか取り消されました。このページを閉じて Safarnoma に戻ってください。',
  },
}
