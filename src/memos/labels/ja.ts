/*
 * Japanese. Kinds of documents, facts and columns follow the table of labels of the document specification
 * (面談記録, 出張報告書); the rest was worded here in the style of official papers: numbers are followed by one
 * full-width space and no dot, times stand as 10時00分.
 * A native speaker who knows official Japanese must review this file before it is relied on.
 */
import { calendarDay, weekday } from './calendar.ts'
import type { Labels } from './labels.ts'

const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土']

export const ja: Labels = {
  language: 'ja',
  kind: { memcon: '面談記録', report: '出張報告書', register: '合意事項一覧', letter: '御礼', brief: '面談資料' },
  heading: {
    controlSheet: '進捗管理表',
    summary: '要旨',
    agreements: '合意事項及び約束事項',
    discussion: '協議内容',
    openQuestions: '懸案事項',
    nextStep: '今後の対応',
    attachments: '添付資料',
    comment: '所感（内部）',
    participantsAnnex: '別紙　出席者名簿',
    delegation: '訪問団名簿',
    contents: '目次',
    executiveSummary: '概要',
    programme: '実施日程',
    register: '合意事項・約束事項一覧',
    peopleMet: '面談者一覧',
    proposals: '提案及び今後の対応',
    themes: '分野横断的な事項',
  },
  frame: {
    watermark: '案',
    draftMadeWith: '案（自動作成）',
    registration: ({ number, day }) => [number, day].filter(Boolean).join('　'),
    distribution: '配布先',
    copy: (_number, receiver) => receiver,
    executor: (name) => `担当：${name}`,
  },
  memcon: {
    bayonnoma: {
      kind: '会議議事録',
      present: '出席者',
      agenda: '議題',
      heard: '報告',
      spoke: '発言',
      decided: '決定',
      chair: '議長',
      secretary: '書記',
    },
    zapisBesedy: {
      kind: '会談記録',
      diary: (name) => `記録者：${name}`,
      betweenOn: ({ ours, theirs, day }) => [day, [ours, theirs].filter(Boolean).join('・')].filter(Boolean).join('　'),
    },
    gijiroku: {
      kind: '議事録',
      decisions: '決定事項',
      discussion: '議事内容',
      openQuestions: '懸案・宿題',
      nextStep: '次回予定',
    },
    nextMeeting: ({ title, time }) => `次回：${[title, time].filter(Boolean).join('　')}`,
  },
  roadMap: {
    kind: '実施計画表',
    measure: '実施事項',
    mechanism: '実施方法',
    responsible: '担当',
    approved: '承認',
    approvalDay: '令和　　年　　月　　日',
  },
  fact: {
    subject: '件名',
    dateTime: '日時',
    place: '場所',
    dateTimePlace: '日時・場所',
    format: '形式',
    state: '状況',
    movedFrom: '変更前の日時',
    theirSide: '先方',
    ourSide: '当方',
    interpreter: '通訳',
    noteTaker: '記録者',
    spokenLanguages: '使用言語',
    notesLanguage: '記録の言語',
    visitDates: '期間',
    ministry: '派遣元',
    purpose: '目的',
    invitedBy: '招請元',
    legalBasis: '根拠',
    headOfDelegation: '団長',
  },
  figure: {
    meetingsHeld: '実施した面談',
    meetingsCancelled: '中止した面談',
    organizations: '面談先の機関',
    agreements: '合意事項',
    weOwe: '当方の未了の約束事項',
    theyOwe: '先方の未了の約束事項',
  },
  column: {
    basis: '根拠',
    number: '番号',
    name: '氏名',
    post: '役職',
    organization: '機関',
    contactDetails: '連絡先',
    dateTime: '日時',
    meeting: '面談',
    ourLead: '当方代表',
    action: '実施事項',
    owner: '担当',
    deadline: '期限',
    status: '状況',
    theme: '事項',
    meetings: '面談',
    agreementOrAction: '合意事項・実施事項',
    mechanism: '方法・成果',
    ourOwner: '当方担当',
    partnerOwner: '先方担当',
  },
  annex: {
    documents: '別紙　受領資料一覧',
    photos: '別紙　写真',
    document: '資料名',
    kind: '種類',
    from: '提供元',
    day: '日付',
    notHere: '（画像は添付なし）',
  },
  attachedKind: { pdf: '電子文書', text: '文書', sheet: '表計算', slides: '発表資料', sound: '録音', film: '動画', other: 'ファイル' },
  agreementStatus: {
    floated: '提起',
    'agreed-orally': '口頭で合意',
    'confirmed-in-writing': '書面で確認',
    signed: '署名済み',
    'under-way': '実施中',
    done: '完了',
    dropped: '取下げ',
    replaced: '差替え',
  },
  commitmentStatus: { open: '未了', 'under-way': '実施中', done: '完了', dropped: '取下げ' },
  meetingState: { planned: '予定', held: '実施済み', cancelled: '中止' },
  format: { 'in-person': '対面', online: 'オンライン' },
  side: { 'we-owe': '当方', 'they-owe': '先方' },
  languageName: {
    en: '英語',
    'uz-Latn': 'ウズベク語（ラテン文字）',
    'uz-Cyrl': 'ウズベク語（キリル文字）',
    ru: 'ロシア語',
    ja: '日本語',
  },
  number: { thousands: ',', decimal: '.' },
  settlesFirst: true,
  phrase: {
    numbered: (number, heading) => `${fullWidth(number)}　${heading}`,
    meetingHeading: (number, title) => `面談${fullWidth(number)}　${title}`,
    meetingNumber: (number) => `面談${fullWidth(number)}`,
    inBrackets: (words) => `（${words}）`,
    person: ({ name, post, organization }) => [organization, post, name].filter(Boolean).join('　'),
    listSeparator: '、',
    headRole: '代表',
    chairRole: '議長',
    headOfDelegation: '団長',
    others: (count) => `ほか${count}名`,
    othersInAnnex: (count) => `ほか${count}名（別紙のとおり）`,
    notesBy: (name) => `記録：${name}`,
    draftedBy: '作成者',
    fromTheNotes: '記録より',
    fullTextInMemcon: '全文は面談記録のとおり。',
    feeds: (programmes) => `関連行事：${programmes}`,
    amount: (amount) => `金額：${amount}`,
    walkIn: '日程外',
    movedFrom: (time) => `変更前：${time}`,
    overdue: '期限超過',
    statusAsOf: (day) => `${day}現在`,
    nothingRegistered: '合意事項及び約束事項の記録はない。',
    withoutOrganization: '機関名なし',
    withoutDeadline: '期限なし',
    registerTotals: ({ open, done, overdue, withoutDeadline }) =>
      `合計：未了${open}件、完了${done}件${overdue === undefined ? '' : `、期限超過${overdue}件`}、期限なし${withoutDeadline}件`,
  },
  time: {
    day: (day) => {
      const { year, month, date } = calendarDay(day)
      return `${year}年${month}月${date}日（${WEEKDAYS[weekday(day)] ?? ''}）`
    },
    shortDay: (day) => day.replaceAll('-', '/'),
    month: (day) => {
      const { year, month } = calendarDay(day)
      return `${year}年${month}月`
    },
    clock: japaneseClock,
    clockRange: (from, to) => `${from}～${to}`,
    dayAndClock: (day, clock) => `${day}${clock}`,
    range: (from, to) => `${from}～${to}`,
    since: (day) => `${day}から`,
    until: (day) => `${day}まで`,
    zone: { 'Asia/Tokyo': '日本時間', 'Asia/Tashkent': 'タシケント時間', 'Asia/Samarkand': 'サマルカンド時間' },
  },
}

/** `09:05` as 9時05分 */
function japaneseClock(clock: string): string {
  const [hour = '', minute = ''] = clock.split(':')
  return `${Number(hour)}時${minute}分`
}

/** One digit stands full-width, as in official papers; longer numbers stay as they are. */
const fullWidth = (number: number): string => (number < 10 ? String.fromCharCode(0xff10 + number) : String(number))
