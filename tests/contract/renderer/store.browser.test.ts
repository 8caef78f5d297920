import { laptopOn, testHost } from '../../support/database.ts'
import { describeStore } from '../../support/store-contract.ts'

/** The real thing: each laptop is a database of its own in this Chromium, with its transactions flushed to the disk. */
describeStore('in Chromium', (seed) => laptopOn({ name: `laptop-${seed}-${crypto.randomUUID()}` }, testHost(seed), seed))
