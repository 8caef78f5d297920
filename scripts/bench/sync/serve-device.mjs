/**
 * @typedef {object} BenchDevice one replica in a process of its own
 * @property {(from: number, count: number) => Promise<void>} fill writes the records `from` and on
 * @property {(edit: { from: number, count: number, step: number, field: string, value: string }) => Promise<void>} edit writes one field of `count` records, `step` apart
 * @property {() => Promise<number | void>} sync out and in, until nothing is left; answers milliseconds that it only waited to be sure
 * @property {() => Promise<string>} hash the `stateHash` of everything here
 */

/**
 * Answers what the bench asks over the channel of this process, one thing at a time.
 * @param {(options: any) => Promise<BenchDevice & Record<string, (...values: any[]) => Promise<unknown>>>} open
 */
export function serveDevice(open) {
  /** @type {(BenchDevice & Record<string, (...values: any[]) => Promise<unknown>>) | undefined} */
  let device
  process.on('message', (/** @type {any} */ { id, ask, values }) => {
    const work = async () => {
      if (ask === 'open') {
        device = await open(values[0])
        return null
      }
      const method = device?.[ask]
      if (method === undefined) throw new Error(`a device cannot ${ask}`)
      return (await method(...values)) ?? null
    }
    work().then(
      (value) => process.send?.({ id, value }),
      (error) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
    )
  })
  process.send?.({ ready: true })
}
