import { describeBlobs } from '../../support/blob-store-contract.ts'
import { openLaptop } from '../../support/database.ts'
import { describeStore } from '../../support/store-contract.ts'

describeStore('in memory', openLaptop)
describeBlobs('in memory', openLaptop)
