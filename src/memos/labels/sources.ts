import type { Language } from '@shared/domain/record.ts'

/**
 * Where set phrases come from, by their place in the labels. A phrase that is not here was worded for this program in the style
 * of official papers, and a native speaker must review it before it is relied on.
 */
export type Sources = Readonly<Record<string, string>>

const HOZIR = 'Bayonnoma tuzish tartibi, 11 qism: hozir.org/ozbekiston-aloqa-va-axborotlashtirish-agentligi-toshkent-axbor-v10 (p. 77)'
const POPOV = 'В. Попов, «Современная дипломатия: теория и практика», запись беседы'
const MINUTES = '議事録の書き方: uxmilk.jp/38887'

export const SOURCES: Readonly<Record<Language, Sources>> = {
  en: {
    'kind.memcon': 'US Department of State, 5 FAH-1 H-313.4, Memorandum of Conversation',
    'fact.subject': 'US Department of State, 5 FAH-1 H-313.4, Memorandum of Conversation',
  },
  'uz-Latn': {
    'memcon.bayonnoma.kind': HOZIR,
    'memcon.bayonnoma.agenda': HOZIR,
    'memcon.bayonnoma.heard': HOZIR,
    'memcon.bayonnoma.spoke': HOZIR,
    'memcon.bayonnoma.decided': HOZIR,
    'memcon.bayonnoma.chair': HOZIR,
    'memcon.bayonnoma.secretary': HOZIR,
  },
  'uz-Cyrl': {
    'memcon.bayonnoma.agenda': HOZIR,
    'memcon.bayonnoma.chair': HOZIR,
    'memcon.bayonnoma.secretary': HOZIR,
  },
  ru: {
    'kind.memcon': POPOV,
    'memcon.zapisBesedy.kind': POPOV,
    'kind.report': 'Правительство Севастополя, распоряжение, приложение 6: docs.cntd.ru/document/543711425',
  },
  ja: {
    'memcon.gijiroku.kind': MINUTES,
    'memcon.gijiroku.decisions': MINUTES,
    'memcon.gijiroku.nextStep': MINUTES,
    'frame.distribution': MINUTES,
    'kind.report': '出張報告書・復命書: kaikei.mynsworld.com/shuttyou-houkoku',
  },
}
