import { parseVisitFile, type VisitFile, type VisitFileInput } from '@shared/domain/visit-file.ts'
import { createLive, type Live, type LiveScope } from '../../../../src/renderer/db/live.ts'
import { createUndoStack, type UndoStack } from '../../../../src/renderer/records/undo.ts'
import { openLaptop, type TestLaptop } from '../../../support/database.ts'
import { settled } from '../../../support/settled.ts'

/** A laptop as the commands of the screens see it. */
export type Desk = TestLaptop & {
  readonly live: Live
  readonly undo: UndoStack
  readonly identity: { readonly deviceId: string; readonly personId: string; readonly predecessor: null }
  /** A visit as it stands once every commit has been read. */
  scope(id: string): Promise<LiveScope>
  close(): void
}

export async function openDesk(seed = 1): Promise<Desk> {
  const laptop = await openLaptop(seed)
  const live = createLive(laptop.database)
  await live.open()
  return {
    ...laptop,
    live,
    undo: createUndoStack(),
    identity: { deviceId: laptop.host.newId(), personId: laptop.host.newId(), predecessor: null },
    scope: async (id) => {
      await settled({ database: laptop.database, live })
      const scope = live.store.getState().scopes[id]
      if (!scope) throw new Error(`no visit ${id} on this laptop`)
      return scope
    },
    close: () => {
      live.close()
      laptop.database.close()
    },
  }
}

export const VISIT = '11111111-1111-4111-8111-111111111111'

export function fileOf(input: VisitFileInput): VisitFile {
  const parsed = parseVisitFile(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.file
}
