import { compareCells, type Cells } from '@shared/sync/cell.ts'
import type { Database } from '../../src/renderer/db/database.ts'
import { wholeFiles } from './files.ts'
import { cellName, holdingOf } from './knowledge.ts'
import type { Laptop } from './laptop.ts'
import { deletedWords, wordsOf } from './oracle.ts'
import { departuresFrom } from './people.ts'
import { serverHolding, type ServerHolding } from './server-view.ts'
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
  forgetDisk(laptop: Laptop): void {
    this.held.delete(laptop)
    this.files.delete(laptop)
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
    const { records, stored } = await laptop.reading((page) => holdingOf(page, VISIT))
    const departures = await departuresFrom(laptop)
    const before = this.held.get(laptop)
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
    for (const [id, before] of this.texts) {
      const now = texts.get(id)
      const known = new Set(now ? [...wordsOf(now), ...deletedWords(now)] : [])
      const lost = wordsOf(before).find((word) => !known.has(word))
      if (lost !== undefined) throw new Error(`I2: the server no longer holds the word "${lost}" of note ${id}`)
    }
    this.texts = texts
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

/** A value is gone, or an older one stands in its place. */
const hasShrunk = (before: Cells, now: Cells): boolean =>
  Object.entries(before).some(([field, cell]) => {
    const held = now[field]
    return !held || compareCells(held, cell) < 0
  })

/** Notes with words that the server has not, and that are on no list of what is to be sent. */
async function textsNobodySends({ dexie }: Database): Promise<string[]> {
  const waiting = new Set(await dexie.outbox.toCollection().primaryKeys())
  const rows = await dexie.noteUpdates.toArray()
  return [...new Set(rows.filter((row) => row.isPending === 1 && !waiting.has(row.noteId)).map((row) => row.noteId))]
}
