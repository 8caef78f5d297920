import { applyUpdateV2, Doc } from 'yjs'
import { children, isKind } from '@shared/domain/tables.ts'
import { canonicalJson, type Json } from '@shared/lib/canonical-json.ts'
import { DELETED, type Cell, type Cells } from '@shared/sync/cell.ts'
import { deletionOfRecord } from '../../src/renderer/db/cascade.ts'
import { createLive } from '../../src/renderer/db/live.ts'
import type { StoredRecord } from '../../src/renderer/db/stored-record.ts'
import { dropDraft, putDraft } from '../../src/renderer/db/drafts.ts'
import { readNoteUpdates } from '../../src/renderer/db/note-updates.ts'
import { openNoteDocument, type NoteDocument } from '../../src/renderer/editor/note-document.ts'
import { rowToRecord } from '../../src/renderer/db/stored-record.ts'
import { readSetting } from '../../src/renderer/db/settings.ts'
import { write, type Change } from '../../src/renderer/db/write.ts'
import { makePack, packSaved } from '../../src/renderer/sync/make-pack.ts'
import { packWork } from '../../src/renderer/sync/pack-work.ts'
import { sendAgain } from '../../src/renderer/sync/send-again.ts'
import { acceptPack, openPack } from '../../src/renderer/sync/take-pack.ts'
import { cellName, knownCells, readStored, shapeOf, viewOf } from './knowledge.ts'
import { isBrokenPromise, markedWords, wordsOf } from './oracle.ts'
import type { Laptop, Tab } from './laptop.ts'
import type { Action } from './steps.ts'
import { NOTE, VISIT, type World } from './world.ts'

const PASSWORD = 'a long enough password'
const MINUTE = 60_000

/** The page of a laptop that somebody works at; opened where none is. */
export async function tabOf(laptop: Laptop, tab = 0): Promise<Tab> {
  return laptop.tabs[tab % Math.max(1, laptop.tabs.length)] ?? laptop.openTab()
}

/** Saves as the user of that page. What was saved is remembered with everything that this laptop had shown before. */
export async function save(world: World, tab: Tab, changes: readonly Change[]): Promise<boolean> {
  const ids = [...new Set(changes.map((change) => change.id))]
  const before = await readAll(tab.laptop, ids)
  const known = new Map(await Promise.all(ids.map(async (id) => [id, await tab.laptop.reading((page) => knownCells(page, id))] as const)))
  const result = await write(tab.database, { author: tab.author }, { scope: VISIT, changes })
  if (tab.isDead) await world.timeline.sleep(0)
  else if (result.ok && changes.some((change) => change.type === 'set' && shouldBeDead(before.get(change.id)))) {
    throw new Error('D2: a field of a dead record was written')
  }
  if (!result.ok && result.error.code === 'record-deleted' && changes.every((change) => change.type !== 'set')) {
    throw new Error('D1: what is dead was neither restored nor made again')
  }
  const after = await readAll(tab.laptop, ids)
  for (const id of ids) {
    const [old, fresh] = [before.get(id), after.get(id)]
    if (!result.ok) {
      if ((old && viewOf(old)) !== (fresh && viewOf(fresh))) throw new Error('I3: a save that failed left something behind')
      continue
    }
    remember(world, tab, { old, fresh, seen: known.get(id) ?? new Set() })
  }
  if (result.ok) for (const change of changes) checkSaved(change, after.get(change.id))
  return result.ok
}

type Remembered = { readonly old: StoredRecord | undefined; readonly fresh: StoredRecord | undefined; readonly seen: Set<string> }

/** What stands there under another stamp than before was written by this page. */
function remember(world: World, tab: Tab, { old, fresh, seen }: Remembered): void {
  if (!fresh) return
  const { id, kind } = fresh
  for (const [field, cell] of deletionLast(fresh.cells)) {
    if (old?.cells[field]?.stamp === cell.stamp) continue
    world.log.add({ laptop: tab.laptop.options.index, record: id, kind, field, value: cell.value, stamp: cell.stamp }, seen)
    seen.add(cellName(id, field, cell))
    world.saw(tab.laptop, cellName(id, field, cell))
  }
}

/** [I3, D1] What was called saved stands there as the person meant it, also where an older value is written again. */
function checkSaved(change: Change, record: StoredRecord | undefined): void {
  const cells = record?.cells ?? {}
  const fields = 'fields' in change ? Object.entries(change.fields) : []
  const missing = fields.find(([field, value]) => canonicalJson(cells[field]?.value ?? null) !== canonicalJson(value))
  if (missing) throw new Error(`I3: ${missing[0]} of ${change.id} was saved, and another value stands there`)
  const isAlive = !shouldBeDead(record)
  if (isAlive ? change.type === 'delete' : change.type === 'restore' || change.type === 'create') {
    throw new Error(`D1: ${change.id} is ${isAlive ? 'alive' : 'dead'} after a person wanted it otherwise`)
  }
}

/** [D1] What hangs on a record goes with it. */
export async function removeWithChildren(world: World, tab: Tab, record: { readonly kind: string; readonly id: string }): Promise<void> {
  const { kind, id } = record
  if (!isKind(kind)) return
  const screens = createLive(tab.database)
  await screens.open(VISIT)
  const known = screens.store.getState().scopes[VISIT]
  screens.close()
  if (!known || !(await save(world, tab, deletionOfRecord(known, kind, id)))) return
  const below = children[kind] ?? []
  const left = (await readStored(tab.database, VISIT)).find(
    (one) => !shouldBeDead(one) && below.some((child) => child.kind === one.kind && one.cells[child.field]?.value === id),
  )
  if (left) throw new Error(`D1: ${kind} ${id} was deleted, and ${left.kind} ${left.id} of it was not`)
}

/** [S4] Whoever is told that a record is dated too far ahead presses the button that sends it again. */
export async function sendFarAgain(world: World, tab: Tab): Promise<void> {
  const far = (await readStored(tab.database, VISIT)).filter(({ parked }) => parked?.reason === 'epoch-too-far')
  for (const old of far) {
    const seen = await tab.laptop.reading((page) => knownCells(page, old.id))
    await sendAgain(tab, old)
    const fresh = (await readAll(tab.laptop, [old.id])).get(old.id)
    remember(world, tab, { old, fresh, seen })
  }
}

/** By the rule alone, whatever the program thinks. */
export const shouldBeDead = (record: StoredRecord | undefined): boolean => {
  const seen = (record?.cells[DELETED]?.value as { readonly seen?: Readonly<Record<string, string>> } | null | undefined)?.seen
  return (
    seen !== undefined &&
    Object.entries(record?.cells ?? {}).every(([field, { stamp }]) => field === DELETED || stamp <= (seen[field] ?? ''))
  )
}

/** A deletion has seen what the same save wrote: the last words of a note that this very page had deleted. */
const deletionLast = (cells: Cells): [string, Cell][] =>
  Object.entries(cells).toSorted(([a], [b]) => Number(a === DELETED) - Number(b === DELETED))

async function readAll(laptop: Laptop, ids: readonly string[]): Promise<Map<string, StoredRecord>> {
  return laptop.reading(async (page) => {
    const rows = await page.dexie.records.bulkGet([...ids])
    return new Map(rows.flatMap((row) => (row ? [[row.id, rowToRecord(row, page.seal)] as const] : [])))
  })
}

/** Opens the note as its page does, changes it, and saves what was changed. */
async function inNote(world: World, tab: Tab, change: (note: NoteDocument) => void): Promise<void> {
  const updates = await readNoteUpdates(tab.database, NOTE)
  const fields = { bodyEdited: { by: tab.laptop.account, at: tab.laptop.now() } }
  const changes: Change[] = []
  const append = (update: Uint8Array): Promise<void> => Promise.resolve(void changes.push({ type: 'type', id: NOTE, update, fields }))
  const note = openNoteDocument({
    updates,
    session: { personId: tab.laptop.account, name: tab.laptop.account },
    store: { append, subscribe: () => () => undefined },
    clock: { now: tab.laptop.now, after: () => () => undefined },
  })
  const client = world.random.int(2 ** 31)
  note.doc.clientID = client
  const did: Uint8Array[] = []
  note.doc.on('updateV2', (update: Uint8Array) => did.push(update))
  change(note)
  await note.close()
  if (did.length === 0) return
  world.typed.set(client, did)
  const isSaved = changes.length === 0 || (await save(world, tab, changes))
  if (isSaved && !tab.isDead) await checkTyped(tab, did)
}

/** [I3, N1] What was called saved of the text is on the disk. */
async function checkTyped(tab: Tab, did: readonly Uint8Array[]): Promise<void> {
  const saved = await tab.laptop.reading((page) => readNoteUpdates(page, NOTE))
  const document = new Doc()
  for (const update of saved) applyUpdateV2(document, update)
  const before = shapeOf(document)
  for (const update of did) applyUpdateV2(document, update)
  if (shapeOf(document) !== before) throw new Error('I3: what was typed into the note was saved, and is not there')
}

/** Types a word that nobody else types, before any other, or deletes one that stands there. */
export async function type(world: World, tab: Tab, removes: boolean): Promise<void> {
  await inNote(world, tab, ({ doc }) => {
    const text = doc.getText('body')
    const words = wordsOf(doc)
    const word = words[world.random.int(Math.max(1, words.length))]
    if (removes && word !== undefined) {
      const place = text.toJSON().indexOf(`${word} `)
      text.delete(place, word.length + 1)
      doc.getMap('deleted').set(word, true)
      return
    }
    const fresh = `w${world.random.int(2 ** 31).toString(36)}`
    world.typists.set(fresh, tab.laptop.account)
    text.insert(word === undefined ? 0 : text.toJSON().indexOf(`${word} `), `${fresh} `)
  })
}

/** Marks a word that somebody wrote; nobody ever takes a mark away. */
export async function mark(world: World, tab: Tab): Promise<void> {
  await inNote(world, tab, ({ doc }) => {
    const text = doc.getText('body')
    const words = wordsOf(doc).filter((word) => !markedWords(doc).has(word))
    const word = words[world.random.int(Math.max(1, words.length))]
    if (word === undefined) return
    text.format(text.toJSON().indexOf(`${word} `), word.length, { bold: true })
    world.count('marked')
  })
}

/** What is typed into a form and not saved is on the disk of this laptop alone, until it is saved or thrown away. */
export async function fillForm(world: World, tab: Tab, { form, text }: Extract<Action, { does: 'form' }>): Promise<void> {
  const forms = world.formsOf(tab.laptop)
  const old = forms.get(form)
  // Where the page dies in the middle, either may be there.
  forms.set(form, [...(old ?? [null]), text])
  await (text === null ? dropDraft(tab.database, form) : putDraft(tab.database, form, { text }))
  forms.set(form, [text])
}

/** Syncs that page once, unless it is at it already. */
export async function sync(tab: Tab): Promise<void> {
  if (tab.isSyncing || tab.isDead) return
  tab.isSyncing = true
  tab.requests = 0
  try {
    await tab.sync.syncNow()
  } catch (error) {
    // Nobody hears of it: the page is gone.
    if (!tab.isDead) throw error
  } finally {
    tab.isSyncing = false
  }
}

/**
 * Does what a person does whose laptop says that it wants a sign-in: signs in; joins by an invitation where the server does
 * not know the account; enters the set-up code of an empty server.
 */
export async function admit(world: World, tab: Tab): Promise<boolean> {
  const { account } = tab.laptop
  const hello = await tab.session.call('scopes')
  if (hello.ok) return hello.value.scopes.some((one) => one.scope === VISIT) || account === 'owner' || acceptInvitation(world, tab)
  if (hello.error.code !== 'sign-in-needed') return false
  // Tries are counted by the minute.
  await world.timeline.sleep(MINUTE)
  if (tab.isDead) return false
  const credentials = { account, password: PASSWORD }
  const signedIn = await tab.session.signIn(credentials)
  if (signedIn.ok) return true
  if (signedIn.error.code !== 'bad-credentials') return false
  if (account === 'owner') return (await tab.session.setUp({ ...credentials, name: account, code: world.ministry.setupCode })).ok
  const code = await invitationFrom(world, 'editor')
  return code !== null && (await tab.session.join({ ...credentials, name: account, code })).ok
}

async function acceptInvitation(world: World, tab: Tab): Promise<boolean> {
  const code = await invitationFrom(world, 'editor')
  return code !== null && (await tab.session.call('accept', { body: { code } })).ok
}

/** The owner's laptop asks for a code; null when it cannot. */
export async function invitationFrom(world: World, role: 'editor' | 'reader'): Promise<string | null> {
  const owner = world.laptops.find((laptop) => laptop.account === 'owner')
  if (!owner) return null
  const { ends } = owner
  try {
    const tab = await tabOf(owner)
    const reply = await tab.session.call('invite', { scope: VISIT, body: { role } })
    return reply.ok ? reply.value.code : null
  } catch (error) {
    // The owner's page died meanwhile, which is no fault of whoever asked.
    if (owner.ends === ends || isBrokenPromise(error)) throw error
    return null
  }
}

/** The owner changes what a colleague may do; null takes the visit away from them. */
export async function changeRole(
  tab: Tab,
  { colleague, role }: { colleague: Laptop; role: 'reader' | 'editor' | 'reviewer' | null },
): Promise<boolean> {
  const personId = await colleague.reading(async (page) => (await readSetting(page, 'identity'))?.personId)
  if (personId === undefined) return false
  const reply = await tab.session.call('changeMember', { scope: VISIT, body: { personId, role } })
  return reply.ok
}

/** The owner takes in what was handed in by those who may not send it any more. */
export async function takeInRescues(tab: Tab): Promise<void> {
  const waiting = await tab.session.call('rescues', { scope: VISIT, body: { state: 'waiting', before: null } })
  if (!waiting.ok || waiting.value.items.length === 0) return
  const positions = waiting.value.items.map(({ position }) => position)
  await tab.session.call('settleRescues', { scope: VISIT, body: { positions, take: true } })
}

/** Visits that left this laptop so far. */
export const departuresFrom = (laptop: Laptop): Promise<number> =>
  laptop.reading(async (page) => ((await readSetting(page, 'departures')) ?? []).length)

export const hasVisit = (tab: Tab): Promise<boolean> => tab.database.dexie.records.get(VISIT).then((row) => row !== undefined)

export const set = (kind: string, id: string, fields: Readonly<Record<string, Json>>): Change => ({ type: 'set', kind, id, fields })

/** Costs nothing: the strength of a passphrase is not what is tried here. */
const LOCK = { type: 'passphrase', passphrase: 'correct horse battery', workFactor: 2 } as const

/** Hands a pack of the whole visit to a colleague, who accepts it. False where the colleague's laptop refuses it. */
export async function handPack(from: Tab, to: Tab): Promise<boolean> {
  return takePack(to, await packOf(from))
}

/** The bytes of a pack, saved where the person wanted them. */
export async function packOf(from: Tab): Promise<Uint8Array> {
  const name = from.laptop.account
  const made = await makePack(from.database, packWork, { scope: VISIT, contents: 'visit', lock: LOCK, name, deviceName: name })
  await packSaved(from.database, made, made.suggestedName)
  return made.bytes
}

export async function takePack(to: Tab, bytes: Uint8Array): Promise<boolean> {
  to.laptop.metElsewhere = true
  const preview = await openPack(to.database, packWork, { bytes, passphrase: LOCK.passphrase })
  return preview.ok && (await acceptPack(to.database, preview.value, 'visit.safarnoma')).ok
}
