import { describeBlobs } from '../../support/blob-store-contract.ts'
import { laptopOn, testHost, type TestLaptop } from '../../support/database.ts'
import { describeStore } from '../../support/store-contract.ts'

const inChromium = (seed: number): Promise<TestLaptop> => laptopOn({ name: `laptop-${seed}-${crypto.randomUUID()}` }, testHost(seed), seed)

/** The real thing: each laptop is a database of its own in this Chromium, with its transactions flushed to the disk. */
describeStore('in Chromium', inChromium)
describeBlobs('in Chromium', inChromium)
