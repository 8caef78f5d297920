/**
 * Every setting of a peer that is not its default, with the reason. Versions are pinned in scripts/bench/package.json, which
 * npm run bench -- word, -- sync and -- search install on first use. A peer may be made faster here, never slower.
 */

export const WORD = {
  docxtemplater: {
    // A tag that opens or closes a loop takes its paragraph with it, or every meeting would bring empty ones.
    paragraphLoop: true,
    // Line feeds in a cell become breaks, as in our documents.
    linebreaks: true,
  },
  // As its maker advises; without it the file is stored and not compressed, and ten times as large.
  docxtemplaterZip: { type: 'nodebuffer', compression: 'DEFLATE' },
  // Nothing: it compresses by itself, and its tags are those of the template.
  easyTemplateX: {},
  // No header and no footer: the least work.
  htmlToDocx: { title: 'Bench', creator: 'Bench' },
  // A4 as in our documents.
  officegen: { type: 'docx', title: 'Bench', pageSize: 'A4' },
  officegenTable: { tableFontFamily: 'Times New Roman' },
  // It has no heading styles of its own.
  officegenHeading: { bold: true, font_size: 15 },
  // From HTML, which can say tables with several lines in a cell; without contents, which it would leave to Word anyway.
  pandoc: ['--from', 'html', '--to', 'docx'],
}

export const SYNC = {
  // Items of a push and of a pull, as in our own protocol; for all that let it be said.
  pushSize: 500,
  pullSize: 2_000,
  // Level 1 costs the least; for all that speak HTTP with a body of our making.
  gzip: { level: 1 },
  // A state of 100,000 records in one message; no compression by the frame, which is its default and the faster one.
  ws: { maxPayload: 2 ** 31 - 1 },
  // A protocol without an end is over when nothing has passed for so long; it is taken off the clock.
  quietMs: 4_000,
  pouchReplication: { batch_size: 1_000, batches_limit: 5 },
  // What a PouchDB asks of a server and nothing else, no files beside it, and no log.
  expressPouchDb: { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: '/dev/null' },
  // Seconds until a device gives a request up: a large state takes some. The server waits as long for a device that has left, and
  // whoever comes next with it, so less than the time of silence.
  tinybaseTimeout: 120,
  tinybaseServerTimeout: 2,
  // The persister holds a mergeable store: the number that its types give.
  mergeableStore: 2,
  // Records that a peer can hold. TinyBase 10 closes a connection at a message of 16 MiB, and 10,000 records are one of 20. Automerge needs a
  // minute of CPU and 1.6 GB for 10,000. Both run beside ours and all others at 2,000.
  most: { tinybase: 2_000, automerge: 2_000, pouchdb: 100_000, rxdb: 100_000, yjs: 100_000 },
}

export const SEARCH = {
  // The same two texts as ours, so that both can find the same words.
  minisearch: { idField: 'id', fields: ['title', 'key'] },
  // Every word must be found, and a word that has only begun to be typed counts, as in our palette.
  minisearchQuery: { prefix: true, combineWith: 'AND' },
}
