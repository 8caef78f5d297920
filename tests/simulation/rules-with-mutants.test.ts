import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mutants } from '../support/sync-mutants.ts'
import { productMutants } from './product-mutants.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const NO_HISTORY = 'no history of records and texts shows it'
const FORM = 'a form of what travels: the other side refuses another one at once'
const STEPS = 'about the order of steps within one function, which no function put in its place changes'
const COST = 'broken it costs requests or time, and no promise'
const ACCOUNTS = 'about accounts and sessions, which histories have and do not vary'
const PACKS = 'about the file of a pack: whatever is wrong with it is refused whole'
const LAN = 'about two laptops on one network, which histories do not have: their way for packs is a file'
const BYTES = 'about how bytes travel: a file that is not whole is brought again'

/** Rules without a planted fault: why, and a test that breaks where the rule is broken. */
const WITHOUT: Readonly<Record<string, readonly [why: string, test: string]>> = {
  W1: [FORM, 'tests/unit/shared/sync/packed.test.ts'],
  W2: [FORM, 'tests/unit/shared/sync/packed.test.ts'],
  W3: [FORM, 'tests/simulation/scenarios/rights.test.ts'],
  P1: [STEPS, 'tests/contract/renderer/sync.test.ts'],
  P3: [
    'a copy that goes on with the numbers of its original loses nothing: its sessions are others (S3)',
    'tests/contract/server/push-and-pull.test.ts',
  ],
  P4: [STEPS, 'tests/contract/server/push-and-pull.test.ts'],
  P7: [COST, 'tests/contract/server/crowd.test.ts'],
  C1: [
    'one process has one statement at a time: gaps in the order take several instances on PostgreSQL',
    'tests/contract/server/instances.test.ts',
  ],
  C2: [STEPS, 'tests/contract/renderer/pages-ahead.test.ts'],
  C3: ['what a cursor without its token would miss the digest finds (G3)', 'tests/simulation/scenarios/time-travel.test.ts'],
  C5: [NO_HISTORY, 'tests/contract/server/read-replica.test.ts'],
  C6: [NO_HISTORY, 'tests/contract/server/check.test.ts'],
  C9: [STEPS, 'tests/contract/renderer/cursor-by-push.test.ts'],
  C10: [STEPS, 'tests/contract/renderer/cursor-by-push.test.ts'],
  V1: [COST, 'tests/contract/server/live.test.ts'],
  V2: [COST, 'tests/contract/renderer/live.test.ts'],
  G1: ['a repair that nothing explains fails a history whatever it was that counted wrongly', 'tests/unit/shared/sync/digest.test.ts'],
  G2: ['a repair that nothing explains fails a history whatever it was that counted wrongly', 'tests/contract/server/digests.test.ts'],
  G3: ['it mends what other rules broke', 'tests/contract/server/digests.test.ts'],
  K6: [LAN, 'tests/unit/main/lan-strangers.test.ts'],
  K7: [LAN, 'tests/unit/main/lan-strangers.test.ts'],
  K8: [LAN, 'tests/contract/renderer/lan.test.ts'],
  N4: ['no history has a note of a newer program', 'tests/simulation/scenarios/rights.test.ts'],
  X1: [PACKS, 'tests/contract/renderer/packs.test.ts'],
  X2: [PACKS, 'tests/contract/renderer/packs.test.ts'],
  X3: [PACKS, 'tests/contract/renderer/packs-refused.test.ts'],
  X4: ['what it says of merging is planted under L1 and L2, with packs', 'tests/contract/renderer/originals.test.ts'],
  X5: [PACKS, 'tests/contract/renderer/packs.test.ts'],
  X6: [PACKS, 'tests/contract/renderer/packs.test.ts'],
  K1: [LAN, 'tests/unit/main/lan-strangers.test.ts'],
  K2: [LAN, 'tests/unit/shared/lan/cpace.test.ts'],
  K3: [LAN, 'tests/unit/main/lan.test.ts'],
  K4: [LAN, 'tests/unit/main/lan.test.ts'],
  K5: [LAN, 'tests/unit/main/lan.test.ts'],
  A1: ['every answer and push of a history is held against the members (I9)', 'tests/contract/server/members.test.ts'],
  A2: [ACCOUNTS, 'tests/contract/server/members.test.ts'],
  A3: [
    'records of members are left out where places are compared: the server may know less of them than before',
    'tests/contract/server/members.test.ts',
  ],
  A5: ['about the tests themselves', 'tests/contract/server/second-wall.test.ts'],
  A7: [ACCOUNTS, 'tests/contract/server/devices.test.ts'],
  A9: [ACCOUNTS, 'tests/contract/server/provider.test.ts'],
  A10: [ACCOUNTS, 'tests/contract/server/reset-password.test.ts'],
  R1: ['what is handed in twice, or by another, is joined like any push', 'tests/contract/server/rescue.test.ts'],
  R2: ['what the owner does not take in keeps a history from healing', 'tests/contract/server/rescue.test.ts'],
  R3: [ACCOUNTS, 'tests/contract/server/rescue.test.ts'],
  B1: [BYTES, 'tests/contract/server/blobs.test.ts'],
  B2: [BYTES, 'tests/contract/server/blobs.test.ts'],
  B3: [BYTES, 'tests/contract/server/blobs.test.ts'],
  B4: [BYTES, 'tests/contract/server/blobs.test.ts'],
  B5: [BYTES, 'tests/simulation/scenarios/delivery.test.ts'],
}

const rules = [...read('docs/sync-spec.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule ?? '')
const planted = new Set([...mutants, ...productMutants].map(({ rule }) => rule))

test('each rule of stamps, merging, losses and deletion has a planted fault', () => {
  const ofMerging = rules.filter((rule) => /^[SMLD]/.test(rule))
  expect(ofMerging).toHaveLength(15)
  expect(ofMerging.filter((rule) => !planted.has(rule))).toEqual([])
})

test('each other rule has one too, or is named here with the reason and with a test of its own', () => {
  expect(rules.filter((rule) => !planted.has(rule)).toSorted()).toEqual(Object.keys(WITHOUT).toSorted())
  const untold = Object.entries(WITHOUT).filter(
    ([rule, [, path]]) => !new RegExp(`['\`](?:\\d+ )?(?:[A-Z]\\d+ )*${rule}\\b[^'\`]*['\`]`).test(read(path)),
  )
  expect(untold).toEqual([])
})

test('a planted fault names a rule or a promise that there is', () => {
  const promises = [...read('docs/sync-spec.md').matchAll(/^\| (I\d+) /gm)].map(([, promise]) => promise ?? '')
  expect([...planted].filter((rule) => !rules.includes(rule) && !promises.includes(rule))).toEqual([])
})
