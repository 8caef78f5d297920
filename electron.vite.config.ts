import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { VitePWA, type VitePWAOptions } from 'vite-plugin-pwa'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const resolve = { alias: { '@shared': folder('src/shared'), '@memos': folder('src/memos') } }

/** What makes the same build installable and lets it open with the server gone; the desktop edition does not use it. */
const browserEdition: Partial<VitePWAOptions> = {
  strategies: 'injectManifest',
  srcDir: 'workers',
  filename: 'service-worker.ts',
  injectRegister: false,
  injectManifest: { globPatterns: ['**/*.{html,js,css,woff2,svg,png,webmanifest}'], maximumFileSizeToCacheInBytes: 16 * 1024 * 1024 },
  manifest: {
    name: 'Safarnoma',
    short_name: 'Safarnoma',
    description: 'An account of a journey: notes, agreements and memos of a delegation, with or without a network.',
    display: 'standalone',
    start_url: '.',
    background_color: '#f4f2ee',
    theme_color: '#2a4a9e',
    icons: [
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
    ],
  },
}

export default defineConfig({
  main: {
    resolve,
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: ['zod', '@noble/curves', '@noble/hashes'] },
      rollupOptions: { input: folder('src/main/index.ts') },
    },
  },
  preload: {
    resolve,
    build: {
      outDir: 'out/preload',
      externalizeDeps: { exclude: ['zod'] },
      // A sandboxed preload is one CommonJS file.
      rollupOptions: { input: folder('src/preload/index.ts'), output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: folder('src/renderer'),
    publicDir: folder('resources/icons'),
    resolve,
    plugins: [react(), VitePWA(browserEdition)],
    build: {
      outDir: folder('out/renderer'),
      emptyOutDir: true,
      minify: true,
      rollupOptions: {
        input: folder('src/renderer/index.html'),
        output: {
          codeSplitting: {
            groups: [
              // In a chunk of its own, with all that it needs: else a shared chunk makes schemas before they are told to do without `new Function`.
              { name: 'prepare', test: /renderer[\\/]app[\\/]prepare\.ts$/, priority: 1 },
              // What four screens want is one file: by itself the builder makes one for each set of screens, and a first page asked for fifty.
              { name: 'shared', minShareCount: 4 },
            ],
          },
        },
      },
    },
  },
})
