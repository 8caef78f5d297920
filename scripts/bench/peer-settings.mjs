/**
 * Every setting of a peer that is not its default, with the reason. Versions are pinned in scripts/bench/package.json, which
 * npm run bench -- word and -- sync install on first use. A peer may be made faster here, never slower.
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
