import { hostname } from 'node:os'
import { extname, join } from 'node:path'
import { app, clipboard, dialog, nativeTheme, shell } from 'electron'
import type { Handlers, Input } from '../shared/ipc/contract.ts'
import { WRITE_SENTENCES, writeWhole } from './files.ts'
import type { Lan } from './lan/lan.ts'
import type { Launch } from './launch.ts'
import { openProvider } from './lockdown.ts'
import { serverOrigin, type Network } from './network.ts'
import type { Preferences } from './preferences.ts'
import { type ProviderReturn } from './provider-return.ts'
import { refuse, reply } from './reply.ts'
import { safeFileName } from './safe-file-name.ts'
import type { Secrets } from './secrets.ts'
import type { MainWindow } from './window.ts'

export type Desk = {
  readonly main: () => MainWindow
  readonly preferences: Preferences
  readonly secrets: Secrets
  readonly network: Network
  readonly lan: Lan
  readonly launch: Launch
  readonly providerReturn: ProviderReturn
  readonly server: () => string | null
  /** The language or the colour scheme has changed. */
  readonly onAppearance: () => void
}

/** One handler per channel of the contract; a missing one does not compile. */
export function createHandlers(desk: Desk): Handlers {
  const { preferences, secrets, network, launch } = desk
  return {
    'file.save': (file) => saveFile(desk, file),
    'clipboard.write': async ({ text }) => {
      await clipboard.writeText(text)
      return reply(undefined)
    },
    'app.about': () =>
      reply({
        version: app.getVersion(),
        electron: process.versions['electron'] ?? '',
        dataFolder: app.getPath('userData'),
        computerName: hostname(),
      }),
    'app.openDataFolder': async () => {
      const objection = await shell.openPath(app.getPath('userData'))
      return objection === '' ? reply(undefined) : refuse('failed', objection)
    },
    'app.setAppearance': async ({ language, scheme }) => {
      nativeTheme.themeSource = scheme === 'auto' ? 'system' : scheme
      await preferences.change({ language, scheme })
      desk.onAppearance()
      return reply(undefined)
    },
    'app.readyToClose': () => {
      desk.main().release()
      return reply(undefined)
    },
    'network.request': (request) => network.request(request),
    'network.listen': (line) => network.listen(line),
    'network.hangUp': ({ line }) => {
      network.hangUp(line)
      return reply(undefined)
    },
    'network.setServer': async ({ address }) => {
      const origin = serverOrigin(address)
      if (origin === null) return refuse('bad-address', 'A server has an https address; http is for this computer alone.')
      await preferences.change({ server: origin })
      return reply(undefined)
    },
    'network.server': () => reply({ address: desk.server() }),
    'secret.set': async ({ name, value }) => reply({ isSafe: await secrets.set(name, value) }),
    'secret.get': async ({ name }) => reply({ value: await secrets.get(name) }),
    'provider.listen': async () => reply({ port: await desk.providerReturn.listen() }),
    'provider.open': async ({ address }) => {
      if (!(await openProvider(address))) return refuse('bad-address', 'The page to sign in at has no https address.')
      const returned = await desk.providerReturn.wait()
      return returned === null ? refuse('timeout', 'Nobody came back from the browser.') : reply(returned)
    },
    'start.setupCode': () => reply({ code: launch.takeSetupCode() }),
    ...desk.lan.handlers,
  }
}

async function saveFile({ main }: Desk, { suggestedName, bytes }: Input<'file.save'>) {
  const name = safeFileName(suggestedName)
  const extension = extname(name).slice(1)
  const chosen = await dialog.showSaveDialog(main().window, {
    defaultPath: join(app.getPath('documents'), name),
    filters: extension === '' ? [] : [{ name: `.${extension}`, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  if (chosen.canceled || chosen.filePath === '') return reply(null)
  const written = await writeWhole(chosen.filePath, bytes)
  if (written.ok) return reply({ path: chosen.filePath })
  return refuse(written.error.code, WRITE_SENTENCES[written.error.code])
}
