import { describeUnsentInOrder } from '../../support/upgrade-contract.ts'

describeUnsentInOrder('in Chromium', {})
