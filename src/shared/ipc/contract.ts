import { z } from 'zod'
import { LANGUAGES } from '../domain/record.ts'
import type { CHANNELS, EVENTS } from './channels.ts'
import { lanEvent, lanRequests } from './lan.ts'

/** Commands that the desktop's menu sends to the page; their keys are those of docs/guide.md. */
export const MENU_COMMANDS = ['search', 'new-visit', 'settings', 'exchange', 'export-memo', 'print', 'keys', 'about'] as const

/** Why the desktop refused or failed. A screen translates the code; the message is English, for logs and for a page that has no words. */
export const DESKTOP_ERRORS = [
  'untrusted-sender',
  'bad-input',
  'failed',
  'disk-full',
  'not-allowed',
  'folder-gone',
  'no-server',
  'bad-address',
  'unreachable',
  'redirected',
  'timeout',
  'too-large',
] as const

const MEGABYTE = 1_048_576
/** Bytes of a document or of one request to the server; more is a mistake or an attack. */
const bytesUpTo = (megabytes: number) =>
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= megabytes * MEGABYTE, 'bytes')
const headers = z
  .record(z.string().regex(/^[a-z0-9-]{1,64}$/), z.string().max(8_192))
  .refine((value) => Object.keys(value).length <= 40, 'too many headers')
/** One reply that stays open; the page draws a number for each, so that none is taken for another. */
const lineNumber = z.int().min(1)
const secretName = z.enum(['refresh-token'])

/** Every request the page may make of the desktop: channel -> input and output. Bytes and secrets cross, records never do. */
export const requests = {
  /** Asks where to save and writes at once, whole or not at all. Null when the person cancels. */
  'file.save': {
    input: z.strictObject({ suggestedName: z.string().min(1).max(200), bytes: bytesUpTo(256) }),
    output: z.strictObject({ path: z.string() }).nullable(),
  },
  /** The text goes to the clipboard and is never read back: a page of the desktop may do neither by itself. Four million characters are a long note many times over. */
  'clipboard.write': {
    input: z.strictObject({
      text: z
        .string()
        .min(1)
        .max(4 * MEGABYTE),
    }),
    output: z.void(),
  },
  'app.about': {
    input: z.void(),
    output: z.strictObject({ version: z.string(), electron: z.string(), dataFolder: z.string(), computerName: z.string() }),
  },
  'app.openDataFolder': { input: z.void(), output: z.void() },
  /** The language of the menu and the colours of the window's own buttons. */
  'app.setAppearance': {
    input: z.strictObject({ language: z.enum(LANGUAGES), scheme: z.enum(['light', 'dark', 'auto']) }),
    output: z.void(),
  },
  /** The answer to `app.closing`: everything is stored, the window may go. */
  'app.readyToClose': { input: z.void(), output: z.void() },
  /** One opaque request to the configured server; main knows the address and no other. */
  'network.request': {
    input: z.strictObject({
      method: z.enum(['GET', 'POST', 'DELETE', 'HEAD', 'PATCH']),
      path: z
        .string()
        .max(300)
        .regex(/^\/api\/[A-Za-z0-9/_-]*$/),
      headers,
      body: bytesUpTo(64).nullable(),
    }),
    output: z.strictObject({ status: z.int(), headers: z.record(z.string(), z.string()), body: bytesUpTo(64) }),
  },
  /** A reply of the configured server that stays open: its head at once, its text as `network.line`. It ends the one before. */
  'network.listen': {
    input: z.strictObject({ line: lineNumber, headers }),
    output: z.strictObject({ status: z.int(), headers: z.record(z.string(), z.string()) }),
  },
  'network.hangUp': { input: z.strictObject({ line: lineNumber }), output: z.void() },
  /** Http only to this computer itself; everywhere else https. */
  'network.setServer': { input: z.strictObject({ address: z.string().max(2_000) }), output: z.void() },
  'network.server': { input: z.void(), output: z.strictObject({ address: z.string().nullable() }) },
  /** Kept by the operating system's secret store; `isSafe` is false where there is none and nothing is kept. */
  'secret.set': {
    input: z.strictObject({ name: secretName, value: z.string().max(1_000).nullable() }),
    output: z.strictObject({ isSafe: z.boolean() }),
  },
  'secret.get': { input: z.strictObject({ name: secretName }), output: z.strictObject({ value: z.string().nullable() }) },
  /** Waits at a port of this machine for a browser that comes back from the ministry's provider; it ends the waiting before. */
  'provider.listen': { input: z.void(), output: z.strictObject({ port: z.int() }) },
  /** Opens the provider's page in the system's browser and answers when that comes back. `grant` is null when it was refused there. */
  'provider.open': {
    input: z.strictObject({ address: z.string().max(4_000) }),
    output: z.strictObject({ grant: z.string().nullable() }),
  },
  /** The one-time set-up code of the server that `npm start` runs beside the app; null once taken or elsewhere. */
  'start.setupCode': { input: z.void(), output: z.strictObject({ code: z.string().nullable() }) },
  ...lanRequests,
} as const satisfies Record<(typeof CHANNELS)[number], { input: z.ZodType; output: z.ZodType }>

/** Everything the desktop may tell the page. */
export const events = {
  'menu.command': z.enum(MENU_COMMANDS),
  /** The window is about to close: flush, then ask for `app.readyToClose`. After five seconds it closes anyway. */
  'app.closing': z.null(),
  /** What came on a line, in order. `end` is `over` when the server ended it and `broken` when the network did; null while it goes on. */
  'network.line': z.strictObject({ line: lineNumber, text: z.string().max(MEGABYTE), end: z.enum(['over', 'broken']).nullable() }),
  'lan.event': lanEvent,
} as const satisfies Record<(typeof EVENTS)[number], z.ZodType>

type Requests = typeof requests
export type Channel = keyof Requests
export type EventName = keyof typeof events
export type MenuCommand = (typeof MENU_COMMANDS)[number]
export type DesktopError = (typeof DESKTOP_ERRORS)[number]
export type Payload<E extends EventName> = z.infer<(typeof events)[E]>
export type Input<C extends Channel> = z.infer<Requests[C]['input']>
export type Output<C extends Channel> = z.infer<Requests[C]['output']>
/** Electron drops the fields of errors, so replies are data. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: { code: DesktopError; message: string } }
/** An expected outcome is a reply; what a handler throws is a bug and reaches the page as `failed`. */
export type Handlers = { readonly [C in Channel]: (input: Input<C>) => Reply<Output<C>> | Promise<Reply<Output<C>>> }

/** What the preload gives the page as `window.desktop`. */
export type DesktopBridge = {
  request<C extends Channel>(channel: C, ...input: Input<C> extends void ? [] : [Input<C>]): Promise<Reply<Output<C>>>
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void
}
