import { describe, expect, test } from 'vitest'
import { isAllowed, noticesOf, noticesText, type Lock } from '../../../scripts/notices.ts'
import { versionProblems } from '../../../scripts/version-check.ts'

const lock: Lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.0.0', license: 'MIT' },
    'node_modules/a/node_modules/zod': { version: '3.0.0', license: 'MIT' },
    'node_modules/vite': { version: '8.0.0', license: 'MIT', dev: true },
    'node_modules/@node-rs/argon2-linux-x64-gnu': { version: '2.0.0', license: 'MIT', optional: true },
  },
}

describe('Notices', () => {
  test('name every version of a production package once, and no tool', () => {
    expect(noticesOf(lock, () => 'text').map(({ name, version }) => `${name} ${version}`)).toEqual([
      '@node-rs/argon2-linux-x64-gnu 2.0.0',
      'zod 3.0.0',
      'zod 4.0.0',
    ])
  })

  test('are the same on every platform: what only one platform installs is not read', () => {
    const asked: string[] = []
    noticesOf(lock, (folder) => (asked.push(folder), null))
    expect(asked).toEqual(['node_modules/zod', 'node_modules/a/node_modules/zod'])
  })

  test('print a licence text once, with all who use it', () => {
    const text = noticesText(noticesOf(lock, () => 'THE LICENCE'))
    expect(text.match(/THE LICENCE/g)).toHaveLength(1)
    expect(text).toContain('zod 3.0.0\nzod 4.0.0\n\nTHE LICENCE')
  })

  test.each([
    ['MIT', true],
    ['(MPL-2.0 OR Apache-2.0)', true],
    ['(MIT AND Zlib)', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['GPL-3.0-or-later', false],
    ['unknown', false],
    ['', false],
  ])('under %s are allowed: %s', (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed)
  })
})

test('There is one version number', () => {
  const json = (version: string): string => JSON.stringify({ version })
  expect(versionProblems({ packageJson: json('1.2.0'), lock: json('1.2.0'), changelog: '# Changelog\n\n## 1.2.0\n\n## 1.1.0\n' })).toEqual(
    [],
  )
  expect(versionProblems({ packageJson: json('1.2.0'), lock: json('1.1.0'), changelog: '## 1.3.0\n' })).toHaveLength(2)
  expect(versionProblems({ packageJson: json('1.2.0'), lock: json('1.2.0'), changelog: '' })).toHaveLength(1)
})
