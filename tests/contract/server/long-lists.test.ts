import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { createTestDatabase, stopSharedCluster } from '../../support/databases.ts'

afterAll(stopSharedCluster)

/** So long that it lies in memory that is used again for the next. */
const listOf = (name: number): string[] => Array.from({ length: 300 }, (_, index) => `${name} ${index} `.repeat(60) + 'чай')
const SQL = 'SELECT unnest($1::text[]) || unnest($2::text[]) AS text'
const both = (name: number): string[] => listOf(name).map((text, index) => text + (listOf(name + 50)[index] ?? ''))

it('has every long list arrive as it was, with many on their way at once, in one transaction and in several', async () => {
  const made = await createTestDatabase('postgres')
  const ask = (names: readonly number[]): Promise<string[][]> =>
    made.database.transaction((tx) =>
      Promise.all(
        names.map(async (name) =>
          (await tx.query<{ text: string }>(SQL, [listOf(name), listOf(name + 50)], { isKept: name % 2 === 0 })).map((row) => row.text),
        ),
      ),
    )
  const asked = Array.from({ length: 4 }, (_, at) => Array.from({ length: 4 }, (_one, index) => at * 100 + index))
  for (let round = 0; round < 2; round += 1) {
    const arrived = await Promise.all(asked.map(ask))
    // So long that telling where they differ would take minutes.
    expect(
      isDeepStrictEqual(
        arrived,
        asked.map((names) => names.map(both)),
      ),
    ).toBe(true)
  }
  await expect(made.database.transaction((tx) => tx.query('SELECT 1 / cardinality($1::text[][0:-1])', [listOf(1)]))).rejects.toThrow()
  expect(isDeepStrictEqual(await ask([1, 2]), [both(1), both(2)])).toBe(true)
  await made.dispose()
})
