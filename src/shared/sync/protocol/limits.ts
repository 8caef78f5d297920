export const LIMITS = {
  pushItems: 500,
  pushBytes: 1024 * 1024,
  pullItems: 2_000,
  pullBytes: 2 * 1024 * 1024,
  fieldsPerRecord: 200,
  itemBytes: 512 * 1024,
  /** Entries of a page of history, of the audit and of rescued work. */
  listItems: 200,
  /** Records whose histories are asked for at once, and the newest entries of each that come. */
  historyRecords: 100,
  historyEntries: 20,
} as const
