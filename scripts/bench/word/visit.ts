import { parseVisitFile, type VisitFile } from '@shared/domain/visit-file.ts'

/** One sentence and its neighbours in the five scripts in which notes are taken. */
const TEXTS = {
  en: {
    name: 'Department of Economy and Trade',
    said: 'The partners confirmed their interest in training 120 specialists in cloud security and asked for the list of candidates before the end of the month; both sides agreed that the pilot would be limited to two regions.',
    topic: 'Exchange of digital skills',
    agreed: 'To set up a joint working group at director level',
    promised: 'Send the draft memorandum of cooperation with annexes',
  },
  'uz-Latn': {
    name: 'Iqtisodiyot va savdo departamenti',
    said: 'Hamkorlar bulutli xavfsizlik bo‘yicha 120 nafar mutaxassisni o‘qitishga qiziqish bildirdi va nomzodlar ro‘yxatini oy oxirigacha taqdim etishni so‘radi; tomonlar sinov loyihasi ikki hudud bilan cheklanishiga kelishib oldilar.',
    topic: 'Raqamli ko‘nikmalar almashinuvi',
    agreed: 'Direktorlar darajasida qo‘shma ishchi guruh tuzilsin',
    promised: 'Hamkorlik memorandumi loyihasi ilovalari bilan yuborilsin',
  },
  'uz-Cyrl': {
    name: 'Иқтисодиёт ва савдо департаменти',
    said: 'Ҳамкорлар булутли хавфсизлик бўйича 120 нафар мутахассисни ўқитишга қизиқиш билдирди ва номзодлар рўйхатини ой охиригача тақдим этишни сўради; томонлар синов лойиҳаси икки ҳудуд билан чекланишига келишиб олдилар.',
    topic: 'Рақамли кўникмалар алмашинуви',
    agreed: 'Директорлар даражасида қўшма ишчи гуруҳ тузилсин',
    promised: 'Ҳамкорлик меморандуми лойиҳаси иловалари билан юборилсин',
  },
  ru: {
    name: 'Департамент экономики и торговли',
    said: 'Партнёры подтвердили заинтересованность в обучении 120 специалистов по облачной безопасности и просили направить список кандидатов до конца месяца; стороны условились ограничить пилотный проект двумя регионами.',
    topic: 'Обмен цифровыми навыками',
    agreed: 'Создать совместную рабочую группу на уровне директоров',
    promised: 'Направить проект меморандума о сотрудничестве с приложениями',
  },
  ja: {
    name: '経済貿易局',
    said: '先方は、クラウドセキュリティ分野における専門家120名の研修に関心を示し、月末までに候補者名簿を提出するよう求めた。双方は、試行事業を二つの地域に限定することで一致した。',
    topic: 'デジタル人材交流',
    agreed: '局長級の合同作業部会を設置する',
    promised: '協力覚書案及び附属書を送付する',
  },
} as const
const SCRIPTS = ['en', 'uz-Latn', 'uz-Cyrl', 'ru', 'ja'] as const

const THREE = [1, 2, 3] as const
const FOUR = [1, 2, 3, 4] as const

/**
 * A visit of `count` meetings in five scripts, the same in every run: per meeting six people, a summary, a note of four topics with
 * both positions, an open question, three agreements and three commitments.
 */
export function benchVisit(count: number): VisitFile {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const parsed = parseVisitFile({
    safarnoma: 1,
    id: uuid(1),
    version: 1,
    updatedAt: '2025-03-12T20:30:00Z',
    visit: {
      title: 'Bench visit',
      code: 'BENCH',
      ministry: 'Ministry',
      city: 'Tokyo',
      country: 'Japan',
      zone: 'Asia/Tokyo',
      startDay: '2025-03-03',
      endDay: '2025-03-28',
      purpose: TEXTS.en.topic,
      summary: `${TEXTS.en.said}\n${TEXTS.ja.said}`,
      proposals: TEXTS.ru.promised,
      headContact: 'ours-1',
    },
    contacts: [...THREE.map((number) => person('ours', number)), ...THREE.map((number) => person('theirs', number))],
    organizations: numbers.map((number) => {
      const name = `${textOf(number).name} ${number}`
      return { key: `org-${number}`, name, nativeName: TEXTS.ja.name, shortName: `ORG ${number}` }
    }),
    meetings: numbers.map(meeting),
    agreements: numbers.flatMap((number) => THREE.map((part) => agreement(number, part))),
    commitments: numbers.flatMap((number) => THREE.map((part) => commitment(number, part))),
  })
  if (!parsed.ok) throw new Error(`The bench visit is not a visit file: ${JSON.stringify(parsed.problems.slice(0, 3))}`)
  return parsed.file
}

const textOf = (number: number) => TEXTS[SCRIPTS[number % SCRIPTS.length] ?? 'en']
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const twoDigits = (number: number): string => String(number).padStart(2, '0')
const day = (number: number): string => `2025-03-${twoDigits(3 + (number % 25))}`

function person(side: 'ours' | 'theirs', number: number) {
  const native = side === 'theirs' ? { native: { family: '先方', given: '一二三'.charAt(number - 1) } } : {}
  const latin = { family: side === 'ours' ? 'Delegate' : 'Counterpart', given: String(number) }
  return { key: `${side}-${number}`, side, ...native, latin, posts: [{ title: number === 1 ? 'Director' : 'Adviser' }] }
}

function meeting(number: number) {
  const { said, topic } = textOf(number)
  const words = (text: string) => [{ type: 'text' as const, text }]
  const blocks = FOUR.flatMap((part) => [
    { type: 'heading' as const, level: 3 as const, content: words(`${topic} ${part}`) },
    { type: 'paragraph' as const, content: words(said) },
    { type: 'list' as const, ordered: true, items: [[{ type: 'paragraph' as const, content: words(said) }]] },
  ])
  return {
    key: `meeting-${number}`,
    title: `ORG ${number}`,
    subject: topic,
    state: 'held' as const,
    start: `${day(number)}T${twoDigits(9 + (number % 8))}:00`,
    end: `${day(number)}T${twoDigits(10 + (number % 8))}:00`,
    place: '1-3-1 Kasumigaseki, Tokyo 東京都千代田区霞が関1-3-1',
    summary: `${said}\n${said}`,
    comment: said,
    leadContact: 'ours-1',
    organizations: [`org-${number}`],
    participants: (['theirs', 'ours'] as const).flatMap((side) =>
      THREE.map((rank) => ({ contact: `${side}-${rank}`, role: rank === 1 ? ('head' as const) : ('member' as const), rank })),
    ),
    notes: [{ key: `note-${number}`, authorName: 'Delegate 2', body: { bodySchema: 1 as const, blocks } }],
    openQuestions: [{ key: `question-${number}`, text: said }],
  }
}

const agreement = (number: number, part: number) => ({
  key: `agreement-${number}-${part}`,
  text: `${textOf(number).agreed} (${part})`,
  status: 'agreed-orally' as const,
  owner: 'Delegate 2',
  isShareable: true,
  meeting: `meeting-${number}`,
  organizations: [`org-${number}`],
})

const commitment = (number: number, part: number) => ({
  key: `commitment-${number}-${part}`,
  text: `${textOf(number).promised} (${part})`,
  direction: part === 2 ? ('they-owe' as const) : ('we-owe' as const),
  status: part === 1 ? ('open' as const) : ('done' as const),
  window: { words: 'in April', edtf: `2025-04-${twoDigits(1 + ((number + part * 7) % 28))}` },
  owner: part === 2 ? '' : 'Delegate 2',
  isShareable: true,
  meeting: `meeting-${number}`,
  organization: `org-${number}`,
})
