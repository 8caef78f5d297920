import { setFlagsFromString } from 'node:v8'

/**
 * What a request makes is of use until it is answered. V8 takes what it has seen alive in the middle of large requests for lasting, and from then on makes
 * it among its oldest memory, which is cleared after dozens of requests (docs/decisions/0184-garbage-that-grows-old.md).
 */
export function keepRequestsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
