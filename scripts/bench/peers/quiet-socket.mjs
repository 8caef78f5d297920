import { WebSocket } from 'ws'
import { SYNC } from '../peer-settings.mjs'

/** A WebSocket that knows when nothing has passed for a while: protocols without an end are over then. */
export class QuietSocket extends WebSocket {
  lastAt = performance.now()
  static last = /** @type {QuietSocket | undefined} */ (undefined)

  /** @param {any[]} values */
  constructor(...values) {
    // @ts-expect-error -- whatever the peer passes on
    super(...values)
    QuietSocket.last = this
    this.on('message', () => (this.lastAt = performance.now()))
    this.on('open', () => (this.lastAt = performance.now()))
  }

  /** @param {any[]} values */
  send(...values) {
    this.lastAt = performance.now()
    // @ts-expect-error -- as above
    super.send(...values)
  }

  /** Resolves when nothing has come or gone for the time of the settings, and all has left. */
  async quiet() {
    while (this.readyState === WebSocket.CONNECTING || this.bufferedAmount > 0 || performance.now() - this.lastAt < SYNC.quietMs) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
