import { serveDevice } from '../sync/serve-device.mjs'

/** A device of one peer: NAME. */
const { openDevice } = await import(`./sync-${process.argv[2]}.mjs`)
serveDevice(openDevice)
