import type { CheckedBlobs } from './check-blobs.ts'
import type { CheckedScope, ProblemKind } from './check-scopes.ts'

const WORDS: Readonly<Record<ProblemKind, string>> = {
  'counter-behind': 'the counter stands below rows that are there: laptops would miss them',
  'place-used-twice': 'two rows stand at one place of the order',
  'no-token': 'the last commit has no token: every laptop will reconcile',
  'record-differs': 'the record is not what its history adds up to',
  'record-missing': 'there is history of records that are not there',
  'digest-differs': 'the digest is not that of the rows; the next comparison with a laptop mends it',
}

/** Lines for the administrator, without anything of what is in a visit. */
export function linesOf(checked: CheckedScope): string[] {
  const { scope, records, received, lastCommitAt, problems, laptops } = checked
  const state = problems.length === 0 ? 'sound' : `${problems.length} problem(s)`
  return [
    `visit ${scope}: ${records} records, ${received} received items, last received ${timeOf(lastCommitAt)}: ${state}`,
    ...problems.map(({ what, record }) => `  PROBLEM ${record === undefined ? '' : `record ${record}: `}${WORDS[what]}`),
    ...laptops.map((laptop) => {
      const last = laptop.lastPush ? `push ${laptop.lastPush.pushSeq} of ${timeOf(laptop.lastPush.at)}` : 'no push'
      const back = laptop.reconciledAt === null ? 'brings back what it has written since' : `came back ${timeOf(laptop.reconciledAt)}`
      return `  laptop "${laptop.name}" of ${laptop.owner} (${laptop.role}, ${laptop.device}): ${last}; ${back}`
    }),
  ]
}

/** The same of bytes of attachments: hashes and lengths, no names. */
export function blobLinesOf({ sound, missing, differing, awaited, strangers }: CheckedBlobs): string[] {
  const bytesOf = (some: readonly { readonly size: number }[]): number => some.reduce((sum, { size }) => sum + size, 0)
  return [
    `files: ${sound} sound, ${missing.length} missing, ${differing.length} with other bytes than their name says`,
    ...missing.map(
      ({ scope, hash, size }) => `  PROBLEM visit ${scope}: ${hash} (${size} bytes) is missing: laptops that have it bring it again`,
    ),
    ...differing.map(
      ({ scope, hash, size }) =>
        `  PROBLEM visit ${scope}: ${hash} (${size} bytes) has other bytes: put it aside, and laptops bring it again`,
    ),
    ...(awaited.length > 0
      ? [`  ${awaited.length} named by records and not here yet (${bytesOf(awaited)} bytes): laptops bring them`]
      : []),
    ...(strangers.length > 0
      ? [
          `  ${strangers.length} that no visit has received (${bytesOf(strangers)} bytes): of visits that this database does not know, or of an older state`,
        ]
      : []),
  ]
}

const timeOf = (at: number | null): string => (at === null ? 'never' : new Date(at).toISOString())
