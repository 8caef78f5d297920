import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { choiceOf, chosenValue, settlingChanges, type Choice, type Choices } from '../../src/renderer/features/exchange/settle.ts'
import { twoVersionsOf, type FieldVersions } from '../../src/renderer/records/losses.ts'
import { readStored } from './knowledge.ts'
import type { Tab } from './laptop.ts'
import { save } from './people.ts'
import { onScreen } from './screens.ts'
import type { Action } from './steps.ts'
import { VISIT, type World } from './world.ts'

type Settling = Extract<Action, { does: 'settle' }>

/**
 * [L5] Settles the first record of the list "two versions", as its screen does: all weighed fields with all their losses, and what was chosen
 * stands there then. Where nobody says what is chosen, chance does, apart from everything else.
 */
export async function settle(world: World, tab: Tab, { choose }: Settling): Promise<void> {
  const [entry] = await onScreen(tab, twoVersionsOf)
  if (!entry) return
  const number = world.log.written.length
  const wanted = choose ?? world.random.fork(`settle ${number}`).pick(['stands', 'lost', 'own'])
  const choices: Choices = Object.fromEntries(
    entry.fields.flatMap((one): [string, Choice][] => {
      const choice = choiceIn(one, wanted, `settled ${number}`)
      return choice ? [[one.field, choice]] : []
    }),
  )
  const open = await openLosses(tab, entry.record.id)
  if (!(await save(world, tab, settlingChanges(entry, choices))) || tab.isDead) return
  const stored = await readStored(tab.database, VISIT)
  const cells = stored.find(({ id }) => id === entry.record.id)?.cells
  const other = entry.fields.find((one) => !isSame(cells?.[one.field]?.value, chosenValue(one, choiceOf(one, choices))))
  if (other) throw new Error(`L5: ${other.field} of ${entry.record.id} was settled, and what was chosen does not stand there`)
  const fields = new Set(entry.fields.map(({ field }) => field))
  const left = await openLosses(tab, entry.record.id)
  // Only those that were on the list: others are for the history alone, and nobody has decided about them.
  const wrong = open.find(({ id, field }) => fields.has(field) === left.some((one) => one.id === id))
  if (!wrong) return
  throw new Error(`L5: the loss of ${wrong.field} is ${fields.has(wrong.field) ? 'still open' : 'settled, and was not on the list'}`)
}

function choiceIn({ versions }: FieldVersions, wanted: NonNullable<Settling['choose']>, own: string): Choice | null {
  const stamp = versions[1]?.stamp
  if (wanted === 'own') return { type: 'own', value: own }
  return wanted === 'lost' && stamp !== undefined ? { type: 'version', stamp } : null
}

async function openLosses(tab: Tab, record: string): Promise<{ readonly id: string; readonly field: string }[]> {
  return (await readStored(tab.database, VISIT)).flatMap(({ id, kind, cells }) =>
    kind === 'conflict' && cells['recordId']?.value === record && !cells['state'] ? [{ id, field: cells['field']?.value as string }] : [],
  )
}

const isSame = (one: Json | undefined, other: Json): boolean => one !== undefined && canonicalJson(one) === canonicalJson(other)
