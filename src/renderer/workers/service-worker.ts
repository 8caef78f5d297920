/**
 * The browser edition opens with the server gone: everything of one version is cached under that version's name, and the
 * version before stays for one more, because a tab may still ask for its files.
 */
declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly { url: string; revision: string | null }[] }

const FILES = self.__WB_MANIFEST
const PREFIX = 'safarnoma-'
const CACHE = PREFIX + versionOf(FILES)
const PAGE = 'index.html'
/** How long a tab may take to store what is being typed before a new version is put off. */
const FLUSH_MS = 5_000

self.addEventListener('install', (event) => event.waitUntil(fill()))
self.addEventListener('activate', (event) => event.waitUntil(Promise.all([dropOlder(), self.clients.claim()])))
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  const isOurs = url.origin === self.location.origin && !/^\/(api\/|healthz|readyz)/.test(url.pathname)
  if (event.request.method === 'GET' && isOurs) event.respondWith(answer(event.request))
})
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(takeOver())
})

/** Files with a hash in their name are taken from the version before, if it has them; the rest comes from the server. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE)
  await Promise.all(
    FILES.map(async ({ url, revision }) => {
      const known = revision === null ? await caches.match(url) : undefined
      const reply = known ?? (await load(url))
      if (!reply.ok) throw new Error(`${url}: ${reply.status}`)
      await cache.put(url, reply)
    }),
  )
}

async function answer(request: Request): Promise<Response> {
  const wanted = request.mode === 'navigate' ? PAGE : request
  const current = await (await caches.open(CACHE)).match(wanted)
  return current ?? (await caches.match(wanted)) ?? load(request)
}

async function dropOlder(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE)
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)))
}

/** New code only when every tab has stored what is being typed; a tab that does not answer keeps the old version. */
async function takeOver(): Promise<void> {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const flushed = await Promise.all(tabs.map(flush))
  if (flushed.every(Boolean)) await self.skipWaiting()
}

function flush(tab: Client): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), FLUSH_MS)
    port1.addEventListener('message', () => {
      clearTimeout(timer)
      resolve(true)
    })
    port1.start()
    tab.postMessage('flush', [port2])
  })
}

/** The worker's own door to its own server: the files of the program, never records. */
// oxlint-disable-next-line no-restricted-globals
const load = (request: RequestInfo): Promise<Response> => fetch(request, { cache: 'no-cache' })

/** FNV-1a over names and revisions: a name for the version, not a proof of anything. */
function versionOf(files: readonly { url: string; revision: string | null }[]): string {
  let hash = 0x811c9dc5
  for (const character of files.map((file) => `${file.url} ${file.revision ?? ''}`).join('\n')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  return hash.toString(16).padStart(8, '0')
}
