import { compareCells, type Cells } from '@shared/sync/cell.ts'
import type { Database } from '../../src/renderer/db/database.ts'
import { readDraft } from '../../src/renderer/db/drafts.ts'
import { wholeFiles } from './files.ts'
import { cellName, holdingOf, namesOf, readStored } from './knowledge.ts'
import type { Laptop } from './laptop.ts'
import { deletedWords, wordsOf } from './oracle.ts'
import { departuresFrom } from './people.ts'
import { serverHolding, type ServerHolding } from './server-view.ts'
import { UNSAVED } from './steps.ts'
import { VISIT, type World } from './world.ts'

/** What must hold on the way, while everything still goes wrong. */
export class Watch {
  private readonly world: World
  /** What each disk held at the last look, and how often a visit had left it: it may grow and never shrink. */
  private readonly held = new Map<Laptop, { readonly departures: number; readonly records: ReadonlyMap<string, Cells> }>()
  /** Whole files on each disk at the last look. */
  private readonly files = new Map<Laptop, ReadonlySet<string>>()
  private readonly places = new Map<string, number>()
  /** Note -> the text that the server had at the last look. */
  private texts: ServerHolding['texts'] = new Map()
  private head = 0

  constructor(world: World) {
    this.world = world
  }

  /** Another disk is in it. */
  async forgetDisk(laptop: Laptop): Promise<void> {
    this.held.delete(laptop)
    this.files.delete(laptop)
    const forms = await laptop.reading(readForms)
    this.world.forms.set(laptop.disk, new Map([...forms].map(([form, text]): [string, string[]] => [form, [text]])))
  }

  /** What stands on a disk at this moment it will tell of. */
  async see(laptop: Laptop): Promise<void> {
    for (const record of await laptop.reading((page) => readStored(page, VISIT))) {
      // The history of a loss is that of the record that it is about.
      if (record.kind === 'member' || record.kind === 'conflict') continue
      for (const name of namesOf(record)) this.world.saw(laptop, name)
    }
  }

  /** Neither an end of the page nor anything else takes a form away that its person has not saved or left; and nobody else has it. */
  private async checkForms(laptop: Laptop, records: ReadonlyMap<string, { readonly cells: Cells }>): Promise<void> {
    const { index } = laptop.options
    const here = await laptop.reading(readForms)
    const forms = this.world.formsOf(laptop)
    for (const form of new Set([...forms.keys(), ...here.keys()])) {
      const [text, may] = [here.get(form) ?? null, forms.get(form) ?? [null]]
      if (!may.includes(text)) throw new Error(`I3: laptop ${index} has ${text} in the form ${form}, and not ${may.join(' or ')}`)
      if (text !== null && laptop.tabs.length === 0) this.world.count('unsaved form')
    }
    const leaked = [...records].find(([, { cells }]) => Object.values(cells).some(({ value }) => JSON.stringify(value).includes(UNSAVED)))
    if (leaked) throw new Error(`I9: record ${leaked[0]} of laptop ${index} holds what somebody has not saved`)
  }

  /** Another server, or an older one. */
  forgetServer(): void {
    this.places.clear()
    this.texts = new Map()
    this.head = 0
  }

  /** [I2, I3, I5, I12, A8, B6, C7] Disks, texts and history only grow, what does not wait was stored, and places of the server's order fill from below. */
  async look(): Promise<void> {
    for (const laptop of this.world.laptops) {
      await this.lookAt(laptop)
      await this.lookAtFiles(laptop)
    }
    const server = await serverHolding(this.world.ministry.database, VISIT)
    this.checkPlaces(server)
    this.checkTexts(server)
    this.checkHistory(server)
  }

  /** What a laptop had whole it has, or the ministry has it; also of a visit that has left it. */
  private async lookAtFiles(laptop: Laptop): Promise<void> {
    const now = await wholeFiles(laptop)
    for (const hash of this.files.get(laptop) ?? []) {
      if (now.has(hash) || this.world.ministry.hasBytes(hash)) continue
      throw new Error(`B6: laptop ${laptop.options.index} had the bytes ${hash.slice(0, 8)}, and nobody has them now`)
    }
    this.files.set(laptop, now)
  }

  /** What was overwritten by somebody who had seen it is nowhere but there. */
  private checkHistory({ known }: ServerHolding): void {
    const { ministry, acknowledged } = this.world
    if (ministry.isReplaced) return
    for (const name of acknowledged) if (!known.has(name)) throw new Error(`A8: the history no longer tells of ${name}`)
  }

  private async lookAt(laptop: Laptop): Promise<void> {
    const { index } = laptop.options
    const { records, stored, told } = await laptop.reading((page) => holdingOf(page, VISIT))
    await this.checkForms(laptop, records)
    const departures = await departuresFrom(laptop)
    const before = this.held.get(laptop)
    // A visit takes its history along.
    if ((before?.departures ?? 0) !== departures) this.world.seen.delete(laptop.disk)
    for (const name of this.world.seen.get(laptop.disk) ?? []) {
      if (!told.has(name)) throw new Error(`I2: the history on laptop ${index} does not tell of ${name}`)
    }
    await this.see(laptop)
    if (before?.departures === departures) {
      for (const [id, cells] of before.records) {
        if (hasShrunk(cells, records.get(id)?.cells ?? {})) throw new Error(`I12: laptop ${index} no longer holds what it held of ${id}`)
      }
    }
    for (const record of stored) {
      if (record.kind === 'member') continue
      for (const [field, cell] of Object.entries(record.cells)) {
        const name = cellName(record.id, field, cell)
        if (!record.pending[field] && !this.world.stored.has(name)) {
          throw new Error(`I3: ${name} waits for nobody, and the server never had it`)
        }
      }
    }
    const untold = await laptop.reading(textsNobodySends)
    if (untold.length > 0) throw new Error(`I3: words of ${untold.join(', ')} wait, and the note does not`)
    // The server alone says who is a member, and one that was restored may take it back.
    const own = [...records.values()].filter((record) => record.kind !== 'member')
    this.held.set(laptop, { departures, records: new Map(own.map((record) => [record.id, record.cells])) })
  }

  /** A laptop that still has the words would bring them back, and hide that the server has lost them. */
  private checkTexts({ texts }: ServerHolding): void {
    this.texts = textsAfter(this.texts, texts)
  }

  private checkPlaces({ seqs, head, records }: ServerHolding): void {
    for (const [id, { kind, cells }] of records) {
      const loser = kind === 'conflict' ? cells['recordId']?.value : null
      const place = typeof loser === 'string' ? seqs.get(loser) : undefined
      if (place !== undefined && place < (seqs.get(id) ?? 0)) throw new Error(`C7: a record stands before its loss ${id}`)
    }
    for (const [id, seq] of seqs) {
      if (seq > head) throw new Error(`I5: ${id} stands at ${seq}, after the head ${head}`)
      if (seq <= this.head && this.places.get(id) !== seq) throw new Error(`I5: ${id} came in at ${seq}, behind the head ${this.head}`)
      this.places.set(id, seq)
    }
    this.head = head
  }
}

type Texts = ServerHolding['texts']

/**
 * What the next look is compared with; throws where a word is gone and nobody has deleted it. Of an update whose predecessors are not there, because
 * the server was restored to before them, Yjs takes what it deletes and keeps back what it brings, and who deleted a word is brought. Such a
 * text is looked at when the rest has come, against what stood before.
 */
export function textsAfter(before: Texts, texts: Texts): Texts {
  const next = new Map(texts)
  for (const [id, was] of before) {
    const now = texts.get(id)
    if (now?.store.pendingStructs) {
      next.set(id, was)
      continue
    }
    const known = new Set(now ? [...wordsOf(now), ...deletedWords(now)] : [])
    const lost = wordsOf(was).find((word) => !known.has(word))
    if (lost !== undefined) throw new Error(`I2: the server no longer holds the word "${lost}" of note ${id}`)
  }
  return next
}

/** A value is gone, or an older one stands in its place. */
const hasShrunk = (before: Cells, now: Cells): boolean =>
  Object.entries(before).some(([field, cell]) => {
    const held = now[field]
    return !held || compareCells(held, cell) < 0
  })

/** Form -> what is in it and not saved. */
async function readForms(page: Database): Promise<Map<string, string>> {
  const ids = await page.dexie.drafts.toCollection().primaryKeys()
  const forms = await Promise.all(ids.map(async (id) => [id, ((await readDraft(page, id)) as { text: string }).text] as const))
  return new Map(forms)
}

/** Notes with words that the server has not, and that are on no list of what is to be sent. */
async function textsNobodySends({ dexie }: Database): Promise<string[]> {
  const waiting = new Set((await dexie.unsent.toArray()).map(({ id }) => id))
  const rows = await dexie.noteUpdates.toArray()
  return [...new Set(rows.filter((row) => row.isPending === 1 && !waiting.has(row.noteId)).map((row) => row.noteId))]
}
