import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../folders.mjs'
import { passableFolder } from '../bench-page.ts'
import { startDevice, startServer, type DeviceProcess, type ServerProcess } from './processes.ts'

/** @property isDurable what it was given survives a power cut */
export type SyncContender = {
  readonly name: string
  readonly isDurable: boolean
  startServer(): Promise<ServerProcess>
  startDevice(): Promise<DeviceProcess>
}

export const PEERS = ['pouchdb', 'rxdb', 'tinybase', 'yjs', 'automerge'] as const

const peersFolder = join(ROOT, 'scripts', 'bench', 'peers')

export const peerContender = (name: string): SyncContender => ({
  name,
  isDurable: false,
  startServer: () => startServer([join(peersFolder, 'run-sync-server.mjs'), name]),
  startDevice: () => startDevice(join(peersFolder, 'run-sync-device.mjs'), [name]),
})

/**
 * Our server as it ships, on a PostgreSQL of its own with every setting of a ministry's: fsync, history, row-level security. Our
 * device is the app's own sync code with its database in memory, as the peers' is.
 * @param folder where the bundle of the device and the data go
 */
export async function ourContender(folder: string): Promise<SyncContender> {
  // Beside the packages, which stay outside: bundled, Dexie would not know the promises of Node.
  const outDir = join(ROOT, 'out', 'bench-device')
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(ROOT, 'src', 'shared'), '@memos': join(ROOT, 'src', 'memos') } },
    build: {
      ssr: join(ROOT, 'scripts', 'bench', 'sync', 'our-device.ts'),
      outDir,
      target: 'node20',
      rollupOptions: {
        output: {
          format: 'es',
          entryFileNames: 'our-device.mjs',
          chunkFileNames: '[name].mjs',
          // A file of its own, by which a profile tells it from the app.
          manualChunks: (id: string) => (/\/memory-[a-z]+\.ts$/.test(id) ? 'memory-store' : undefined),
        },
      },
    },
  })
  return {
    name: 'ours',
    isDurable: true,
    startServer: async () => {
      const data = await passableFolder(join(folder, 'data-'))
      return startServer([join(ROOT, 'out', 'server', 'main.js'), '--port', '0', '--data', data])
    },
    startDevice: () => startDevice(join(outDir, 'our-device.mjs')),
  }
}
