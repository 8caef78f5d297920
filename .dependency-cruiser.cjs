/** Who may import whom: docs/architecture.md, "Who may import whom". */
const room = (name, from, allowed) => ({ name, severity: 'error', from: { path: from }, to: { path: '^src/', pathNot: allowed } })
const packages = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: 'node_modules/', pathNot: `node_modules/(${allowed})(/|$)` },
})

const REACT =
  'react|react-dom|scheduler|diff|@types/react|@types/react-dom|@mantine/[^/]+|mantine-form-zod-resolver|@tabler/icons-react|@tanstack/[^/]+|i18next|react-i18next|zustand|dayjs'

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      // Folders with a package.json of their own have their packages only after their first use.
      from: { pathNot: '^scripts/(packaging|bench/peers)/' },
      to: { couldNotResolve: true, pathNot: '^virtual:|\\?(worker|url|raw)$' },
    },
    room('shared-imports-shared', '^src/shared/', '^src/shared/'),
    room('memos-import-shared', '^src/memos/', '^src/(memos|shared)/'),
    room('notes-import-shared', '^src/notes/', '^src/(notes|shared)/'),
    room('main-imports-shared', '^src/main/', '^src/(main|shared)/'),
    room('preload-imports-ipc-contract', '^src/preload/', '^src/(preload|shared/ipc)/'),
    room('server-imports-shared-and-memos', '^src/server/', '^src/(server|shared|memos|notes)/'),
    room('renderer-imports-shared-and-memos', '^src/renderer/', '^src/(renderer|shared|memos|notes)/'),
    room('ui-imports-ui', '^src/renderer/(ui|lib)/', '^src/(shared/(lib|ipc)|renderer/(ui|lib))/'),
    room('db-imports-nothing-above', '^src/renderer/db/', '^src/(shared|renderer/(db|lib))/'),
    room('sync-imports-db', '^src/renderer/sync/', '^src/(shared|renderer/(sync|db|lib))/'),
    room(
      'editor-and-records-import-no-feature',
      '^src/renderer/(records|editor)/',
      '^src/(shared|notes|renderer/(records|editor|db|sync|ui|lib))/',
    ),
    room(
      'features-import-below',
      '^src/renderer/features/',
      '^src/(shared|memos|notes|renderer/(features|db|sync|editor|records|workers|ui|lib))/',
    ),
    {
      name: 'feature-not-feature',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/(features/(?!$1/)|app/)' },
    },
    packages('packages-of-shared', '^src/shared/', 'zod|@noble/hashes|@noble/curves'),
    packages('packages-of-memos', '^src/memos/', 'docx|fflate|papaparse|@types/papaparse|write-excel-file|zod'),
    packages('packages-of-notes', '^src/notes/', 'yjs'),
    packages('packages-of-main', '^src/main/', 'electron|zod|@types/node'),
    packages('packages-of-preload', '^src/preload/', 'electron'),
    packages('packages-of-db', '^src/renderer/db/', 'dexie|zustand|yjs|zod'),
    packages('packages-of-sync', '^src/renderer/sync/', 'dexie|yjs|zustand|age-encryption|fflate|@noble/hashes'),
    packages('packages-of-editor', '^src/renderer/editor/', `yjs|@tiptap/[^/]+|prosemirror-[^/]+|dompurify|${REACT}`),
    packages(
      'packages-of-screens',
      '^src/renderer/(features|records|ui|app)/',
      `zod|docx-preview|dompurify|uqr|yjs|@fontsource-variable/[^/]+|${REACT}`,
    ),
    packages('packages-of-workers', '^src/renderer/workers/', '@xmldom/xmldom'),
    {
      name: 'pages-have-no-node',
      severity: 'error',
      from: { path: '^src/(shared|memos|notes|renderer)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-only-in-main-and-preload',
      severity: 'error',
      from: { path: '^(src|scripts|tests)/', pathNot: '^src/(main|preload)/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/.cache' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
