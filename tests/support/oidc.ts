import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export const CLIENT = { id: 'safarnoma', secret: 'a secret between server and provider' }

/** A real OpenID Connect provider on 127.0.0.1 that believes whatever name is typed, with the page on which one types it. */
export async function startOidc(redirectUri: string): Promise<{ issuer: string; close(): Promise<void> }> {
  const served: { handle: (request: IncomingMessage, response: ServerResponse) => void } = { handle: () => undefined }
  const server = createServer((request, response) => served.handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    pkce: { required: () => true },
    cookies: { keys: ['only for this test'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: `Name of ${sub}`, preferred_username: sub, email: `${sub}@example.org` }),
    }),
  })
  served.handle = (request, response) => void provider.callback()(request, response)
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { issuer, close }
}

/** A browser that follows redirects, keeps cookies and fills in forms, until it is sent to an address that `isEnd` accepts. */
export async function browse(start: string, login: string, isEnd: (url: URL) => boolean): Promise<URL> {
  const cookies = new Map<string, string>()
  let request: { url: URL; form: URLSearchParams | null } = { url: new URL(start), form: null }
  for (let step = 0; step < 20; step += 1) {
    if (isEnd(request.url)) return request.url
    const response = await fetch(request.url, {
      redirect: 'manual',
      method: request.form ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(request.form ? { body: request.form } : {}),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    const page = await response.text()
    if (location !== null) request = { url: new URL(location, request.url), form: null }
    else request = fillIn(page, request.url, login)
  }
  throw new Error('The browser goes round in circles')
}

function fillIn(page: string, at: URL, login: string): { url: URL; form: URLSearchParams } {
  const action = /<form[^>]+action="([^"]+)"/.exec(page)?.[1]
  if (action === undefined) throw new Error(`There is no form: ${page.slice(0, 500)}`)
  const form = new URLSearchParams({ prompt: /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? '' })
  if (page.includes('name="login"')) for (const name of ['login', 'password']) form.set(name, login)
  return { url: new URL(action, at), form }
}
