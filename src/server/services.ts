import type { NewId } from '@shared/lib/id.ts'
import type { Passwords } from './access/passwords.ts'
import type { Provider } from './access/provider.ts'
import type { RateLimits } from './access/rate-limits.ts'
import type { BlobStore } from './blobs/blob-store.ts'
import type { Database } from './db/database.ts'

/** What every route may use. Made once by buildApp; nothing here is global. */
export type Services = {
  readonly database: Database
  /** A copy that may lag, for pages of a pull; null reads them where everything else is. */
  readonly replica: Database | null
  /** The server's clock, milliseconds since 1970. */
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly newId: NewId
  /** The author of cells that the server writes: `server-<instance>`, drawn at each start. */
  readonly author: string
  readonly passwords: Passwords
  /** False where the provider alone signs people in. */
  readonly passwordSignIn: boolean
  readonly provider: Provider | null
  readonly limits: RateLimits
  /** How commits to a scope are made, but for the scope and the time. */
  readonly commits: { readonly newToken: () => string; readonly compactAfter: number }
  /** Bytes of attachments; null where no folder was given. */
  readonly blobs: BlobStore | null
  /** A visit has moved: whoever listens at this instance is told at once. */
  readonly onMoved: () => void
  readonly version: string
}
