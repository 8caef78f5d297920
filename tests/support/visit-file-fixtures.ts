import type { Block, Inline } from '@shared/domain/note-body.ts'
import { parseVisitFile, type visitFile, type VisitFile } from '@shared/domain/visit-file.ts'
import type { z } from 'zod'

type VisitFileInput = z.input<typeof visitFile>

/** Nothing but a visit without a title and one meeting without anything. */
export const emptyVisit = (): VisitFile => visitFileOf({ safarnoma: 1, visit: {}, meetings: [{ key: 'bare' }] })

/** One meeting with every field filled. */
export const oneMeetingVisit = (): VisitFile => visitFileOf(ONE_MEETING)

/** Seventeen meetings in a week: dated and not, moved, cancelled, planned, with many people, in five languages. */
export const seventeenMeetingsVisit = (): VisitFile =>
  visitFileOf({
    ...ONE_MEETING,
    organizations: COUNTERPARTS.map(organization),
    contacts: [...people('ours', 3), ...people('theirs', 20)],
    meetings: COUNTERPARTS.map(meeting),
    agreements: COUNTERPARTS.flatMap(agreements),
    commitments: COUNTERPARTS.flatMap(commitments),
  })

/** The seventeen again and again, up to so many, each time with keys and ids of their own. */
export function manyMeetingsVisit(count: number): VisitFile {
  const file = seventeenMeetingsVisit()
  const meetings = Array.from({ length: count }, (_, index) => {
    const { id: _id, ...rest } = file.meetings[index % file.meetings.length] ?? { key: 'none' }
    return { ...rest, key: `meeting-${index + 1}` }
  })
  return visitFileOf({ ...file, meetings })
}

/** Text that breaks careless writers of XML, in every place where a document prints text. */
export const hostileVisit = (): VisitFile =>
  visitFileOf({
    safarnoma: 1,
    visit: { title: HOSTILE.join(' '), ministry: HOSTILE[0], summary: HOSTILE.join('\n'), purpose: HOSTILE[2], code: 'X' },
    organizations: [{ key: 'org', name: HOSTILE.join(' '), shortName: HOSTILE[1] }],
    programmes: [{ key: 'programme', name: HOSTILE[0] ?? '' }],
    contacts: [
      { key: 'person', side: 'theirs', latin: { full: HOSTILE[1] }, posts: [{ title: HOSTILE[2] ?? '', organization: 'org' }] },
      ...crowd().map((key, index) => ({
        key,
        side: index % 2 === 0 ? ('theirs' as const) : ('ours' as const),
        latin: { full: `${key} ${HOSTILE[index % HOSTILE.length]}` },
        posts: [{ title: HOSTILE.join(' '), ...(index % 2 === 0 ? { organization: 'org' } : {}) }],
      })),
    ],
    meetings: [
      {
        key: 'meeting',
        title: `${HOSTILE.join('')}\nsecond line`,
        place: HOSTILE.join('\r\n'),
        summary: HOSTILE.join('\u2028'),
        organizations: ['org'],
        participants: [{ contact: 'person', roleWords: HOSTILE[3] }, ...crowd().map((contact) => ({ contact }))],
        notes: [{ key: 'note', authorName: HOSTILE[0], body: { bodySchema: 1, blocks: hostileBlocks() } }],
        openQuestions: [{ key: 'question', text: HOSTILE.join(' ') }],
      },
    ],
    agreements: [{ key: 'agreement', text: HOSTILE.join(' '), meeting: 'meeting', organizations: ['org'], programmes: ['programme'] }],
    commitments: [{ key: 'commitment', text: HOSTILE.join(' '), meeting: 'meeting', owner: HOSTILE[1] }],
  })

/** With the first person sixty take part, more on each side than a memcon names at its head. */
const crowd = (): string[] => Array.from({ length: 59 }, (_, index) => `person-${index}`)

/** What a program that trusts text would choke on. */
export const HOSTILE: readonly string[] = [
  'a & b < c > d "e" \'f\' </w:t></w:r></w:p>',
  'control \u0001\u0008\u000b\u001f\u007f\u0085\u009f characters',
  'noncharacters \ufffe\uffff\ufdd0 and a replacement \ufffd',
  '{{placeholder}} ${template} undefined NaN [object Object] ]]> <!-- -->',
  'right to left: \u202eשלום\u202c مرحبا; emoji 👩‍👩‍👧 🇺🇿; 𠮷野 ‘o‘zbekcha’ \u00ad\u200b\ufeff\u00a0end',
  'tab\tand r:id="rIdabcdefghijklmnopqrstu" w:id="7"',
]

export function visitFileOf(input: VisitFileInput): VisitFile {
  const parsed = parseVisitFile(input)
  if (!parsed.ok) throw new Error(`The fixture is not a visit file: ${JSON.stringify(parsed.problems)}`)
  return parsed.file
}

export const words = (text: string): Inline[] => [{ type: 'text', text }]
export const said = (text: string): Block => ({ type: 'paragraph', content: words(text) })

const COUNTERPARTS = [
  ['METI', 'Ministry of Economy, Trade and Industry', '経済産業省'],
  ['METI Culture', 'Department of Culture and Creative Industries', '文化創造産業課'],
  ['Daiwa House', 'Daiwa House', '大和ハウス工業'],
  ['JETRO', 'Japan External Trade Organization', '日本貿易振興機構'],
  ['Zeroboard', 'Zeroboard', 'ゼロボード'],
  ['JVTA', 'Japan Visualmedia Translation Academy', '日本映像翻訳アカデミー'],
  ['My Navi', 'My Navi Central Europe', 'マイナビ'],
  ['IPUT', 'Tokyo International Professional University of Technology', '東京国際工科専門職大学'],
  ['Kyoto Seika', 'Kyoto Seika University', '京都精華大学'],
  ['IGDA', 'IGDA', '国際ゲーム開発者協会'],
  ['AJA', 'Association of Japanese Animation', '日本動画協会'],
  ['Tsukuba', 'University of Tsukuba', '筑波大学'],
  ['MIC', 'Ministry of Internal Affairs and Communications', '総務省'],
  ['DK', 'Digital Knowledge', 'デジタル・ナレッジ'],
  ['Pole-to-Win', 'Pole-to-Win', 'ポールトゥウィン'],
  ['A1 Japan', 'A1 Japan Ltd.', 'エーワンジャパン'],
  ['CosmoWinds', 'CosmoWinds', 'コスモウィンズ'],
] as const

/** The same sentence in the five languages in which notes are taken. */
export const SENTENCES = {
  en: 'The partners confirmed their interest in joint courses and asked for the list of candidates by the end of the month.',
  'uz-Latn': 'Hamkorlar qo‘shma kurslarga qiziqish bildirdi va nomzodlar ro‘yxatini oy oxirigacha taqdim etishni so‘radi.',
  'uz-Cyrl': 'Ҳамкорлар қўшма курсларга қизиқиш билдирди ва номзодлар рўйхатини ой охиригача тақдим этишни сўради.',
  ru: 'Партнёры подтвердили заинтересованность в совместных курсах и просили направить список кандидатов до конца месяца.',
  ja: '先方は共同課程に関心を示し、月末までに候補者名簿を提出するよう求めた。',
} as const
const LANGUAGES = ['en', 'uz-Latn', 'uz-Cyrl', 'ru', 'ja'] as const

const nestedList = (): Block => ({ type: 'list', ordered: false, items: [[said('ichki')], [said('ichki yana')]] })
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

const ONE_MEETING: VisitFileInput = {
  safarnoma: 1,
  id: uuid(1),
  version: 2,
  updatedAt: '2025-03-12T20:30:00.123Z',
  visit: {
    title: 'Working visit to Tokyo',
    code: 'TYO2025',
    ministry: 'Ministry of Digital Technologies',
    city: 'Tokyo',
    country: 'Japan',
    zone: 'Asia/Tokyo',
    startDay: '2025-03-03',
    endDay: '2025-03-07',
    purpose: 'Cooperation in ICT and IT education',
    invitedBy: 'JETRO',
    legalBasis: 'Order No. 1 of the Ministry',
    summary: 'Japan will take part in ICT Week 2025.\nIT missions will be sent.',
    proposals: 'To follow up with METI.',
    notesLanguage: 'en',
    headContact: 'ours-1',
  },
  programmes: [{ key: 'ict-week', name: 'ICT Week 2025' }],
  organizations: [organization(COUNTERPARTS[0], 0)],
  contacts: [...people('ours', 2), ...people('theirs', 2)],
  meetings: [
    {
      key: 'meeting-1',
      id: uuid(101),
      title: 'METI',
      subject: 'ICT strategy',
      state: 'held',
      movedFrom: '2025-03-03T15:00',
      start: '2025-03-04T10:00',
      end: '2025-03-04T11:30',
      place: '1-3-1 Kasumigaseki, Tokyo 東京都千代田区霞が関',
      format: 'in-person',
      spokenLanguages: 'English, Japanese',
      summary: 'METI will take part in ICT Week 2025.\nIT missions will be sent to Uzbekistan.',
      nextStep: 'A call in April.',
      leadContact: 'ours-1',
      organizations: ['org-1'],
      participants: [
        { contact: 'theirs-2', role: 'member', rank: 2 },
        { contact: 'theirs-1', role: 'head', rank: 1 },
        { contact: 'ours-1', role: 'head', rank: 1 },
        { contact: 'ours-2', role: 'notes', rank: 2 },
      ],
      notes: [{ key: 'note-1', authorName: 'Delegate 2', language: 'uz-Latn', body: { bodySchema: 1, blocks: everyBlock() } }],
      openQuestions: [
        { key: 'question-1', text: 'Who pays for the missions?' },
        { key: 'question-2', text: 'Which month suits?', isSettled: true, answer: 'April.' },
      ],
    },
  ],
  agreements: [
    {
      key: 'agreement-1',
      text: 'Japan takes part in ICT Week 2025.',
      details: 'A stand of its own.',
      status: 'confirmed-in-writing',
      steps: [
        { status: 'agreed-orally', day: '2025-03-04', saidBy: null },
        { status: 'confirmed-in-writing', day: '2025-03-06', saidBy: null },
      ],
      amount: { value: '1200000.50', currency: 'USD' },
      window: { words: 'this autumn', edtf: '2025-09/2025-11' },
      owner: 'IT Park',
      meeting: 'meeting-1',
      organizations: ['org-1'],
      programmes: ['ict-week'],
    },
  ],
  commitments: [
    {
      key: 'commitment-1',
      text: 'Send the list of candidates.',
      direction: 'we-owe',
      status: 'open',
      window: { words: 'by the tenth', edtf: '../2025-03-10' },
      owner: 'Delegate 2',
      meeting: 'meeting-1',
    },
    {
      key: 'commitment-2',
      text: 'Send a representative.',
      direction: 'they-owe',
      status: 'under-way',
      window: { words: 'between March and April', edtf: '2025-03/2025-04' },
      organization: 'org-1',
      agreement: 'agreement-1',
    },
  ],
}

type Counterpart = readonly [short: string, name: string, native: string]

function organization([shortName, name, nativeName]: Counterpart, index: number) {
  return { key: `org-${index + 1}`, id: uuid(201 + index), name, nativeName, shortName }
}

/** Neutral people: only a number tells them apart. */
function people(side: 'ours' | 'theirs', count: number) {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1
    const theirs = {
      native: { family: '先方', given: `${'一二三四五六七八九十'.charAt(index % 10)}` },
      latin: { family: 'Counterpart', given: String(number) },
      email: `counterpart-${number}@example.org`,
      posts: [{ title: 'Director', organization: 'org-1' }],
    }
    const ours = {
      latin: { family: 'Delegate', given: String(number) },
      cyrillic: { family: 'Делегат', given: String(number) },
      posts: [{ title: number === 1 ? 'Advisor to the Minister' : 'Specialist' }],
    }
    return { key: `${side}-${number}`, id: uuid((side === 'ours' ? 300 : 400) + number), side, ...(side === 'ours' ? ours : theirs) }
  })
}

function meeting([shortName]: Counterpart, index: number) {
  const day = `2025-03-0${3 + (index % 5)}`
  const state = index === 4 ? ('cancelled' as const) : index === 16 ? ('planned' as const) : ('held' as const)
  const language = LANGUAGES[index % 5] ?? 'en'
  return {
    key: `meeting-${index + 1}`,
    id: uuid(101 + index),
    title: shortName,
    state,
    ...(index % 4 === 3
      ? {}
      : { start: `${day}T${String(9 + (index % 8)).padStart(2, '0')}:00`, end: `${day}T17:30`, place: 'Tokyo 東京' }),
    ...(index === 6 ? { movedFrom: '2025-03-03T09:00', walkIn: true } : {}),
    ...(index % 2 === 0 ? { summary: SENTENCES[language], leadContact: 'ours-1' } : {}),
    organizations: [`org-${index + 1}`],
    participants: [
      { contact: 'ours-2' },
      ...Array.from({ length: index === 0 ? 18 : 1 }, (_, person) => ({ contact: `theirs-${person + 1}` })),
    ],
    notes: state === 'held' ? [{ key: `note-${index + 1}`, language, body: { bodySchema: 1 as const, blocks: longNote(language) } }] : [],
    openQuestions: index % 3 === 0 ? [{ key: `question-${index + 1}`, text: SENTENCES[language] }] : [],
  }
}

function agreements(_: Counterpart, index: number) {
  const statuses = ['floated', 'agreed-orally', 'signed', 'done', 'dropped'] as const
  const status = statuses[index % 5] ?? 'floated'
  const own = { meeting: `meeting-${index + 1}`, organizations: [`org-${index + 1}`], programmes: ['ict-week'] }
  return [{ key: `agreement-${index + 1}`, text: SENTENCES[LANGUAGES[index % 5] ?? 'en'], status, ...own }]
}

function commitments(_: Counterpart, index: number) {
  const own = { text: SENTENCES[LANGUAGES[(index + 1) % 5] ?? 'en'], meeting: `meeting-${index + 1}`, organization: `org-${index + 1}` }
  return [
    {
      key: `ours-owe-${index}`,
      ...own,
      direction: 'we-owe' as const,
      status: 'open' as const,
      window: { words: '', edtf: `2025-0${1 + (index % 9)}` },
    },
    { key: `they-owe-${index}`, ...own, direction: 'they-owe' as const, status: 'done' as const },
  ]
}

/** More than the report prints of it. */
const longNote = (language: keyof typeof SENTENCES): Block[] => [
  { type: 'heading', level: 2, content: words(SENTENCES[language].slice(0, 20)) },
  ...Array.from({ length: 30 }, () => said(SENTENCES[language])),
  { type: 'list', ordered: true, items: [[said(SENTENCES[language])], [said(SENTENCES.ja)]] },
]

/** Every kind of block and mark that a note may hold, with a table whose cells span. */
function everyBlock(): Block[] {
  const cell = (text: string, more: object = {}) => ({ blocks: [said(text)], ...more })
  return [
    { type: 'heading', level: 1, content: words('Strategiya') },
    { type: 'heading', level: 3, content: words('Chuqurroq') },
    said(SENTENCES['uz-Latn']),
    said(''),
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'bold', marks: [{ type: 'bold' }] },
        { type: 'text', text: ' italic', marks: [{ type: 'italic' }, { type: 'underline' }] },
        { type: 'break' },
        { type: 'text', text: 'struck', marks: [{ type: 'strike' }] },
        { type: 'text', text: ' code', marks: [{ type: 'code' }] },
        { type: 'text', text: ' link', marks: [{ type: 'link', href: 'https://example.org/a?b=c&d="e"#part' }] },
        { type: 'text', text: ' no link', marks: [{ type: 'link', href: 'javascript:alert(1)' }] },
      ],
    },
    {
      type: 'list',
      ordered: true,
      items: [
        [said('birinchi'), said('davomi')],
        [said('ikkinchi'), nestedList()],
      ],
    },
    { type: 'list', ordered: true, items: [[said('yana birinchi')]] },
    { type: 'quote', blocks: [said('quoted words'), { type: 'heading', level: 1, content: words('not a heading') }] },
    { type: 'rule' },
    {
      type: 'table',
      rows: [
        [cell('A', { header: true, colspan: 2 }), cell('B', { header: true })],
        [cell('tall', { rowspan: 2 }), cell('1'), cell('2')],
        [cell('3')],
        [{ blocks: [nestedList(), { type: 'table', rows: [[cell('inner'), cell('table')]] }] }],
      ],
    },
    { type: 'table', rows: [[cell('next to it')]] },
    said('oxiri'),
  ]
}

function hostileBlocks(): Block[] {
  const deep = Array.from({ length: 12 }).reduce<Block>(
    (inner) => ({ type: 'list', ordered: true, items: [[said('level'), inner]] }),
    said('deepest'),
  )
  return [
    ...HOSTILE.map(said),
    said('x'.repeat(10_000)),
    said(Array.from({ length: 500 }, () => HOSTILE[4]).join(' ')),
    deep,
    ...HOSTILE.map((text): Block => ({ type: 'paragraph', content: [{ type: 'text', text, marks: [{ type: 'link', href: text }] }] })),
    { type: 'table', rows: [] },
    { type: 'table', rows: [[], [{ blocks: [], rowspan: 200, colspan: 3 }], [{ blocks: [said('late')] }]] },
    { type: 'table', rows: [Array.from({ length: 70 }, (_, index) => ({ blocks: [said(String(index))] }))] },
    { type: 'list', ordered: false, items: [] },
    { type: 'heading', level: 1, content: [] },
  ]
}
