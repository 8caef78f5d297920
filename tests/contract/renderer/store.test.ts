import { openLaptop } from '../../support/database.ts'
import { describeStore } from '../../support/store-contract.ts'

describeStore('in memory', openLaptop)
