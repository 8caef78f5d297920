import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The ministry server as one module for Node; npm packages stay outside. */
export default defineConfig({
  resolve: { alias: { '@shared': folder('src/shared'), '@memos': folder('src/memos') } },
  build: {
    ssr: folder('src/server/main.ts'),
    outDir: folder('out/server'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rollupOptions: { output: { format: 'es', entryFileNames: 'main.js' } },
  },
})
