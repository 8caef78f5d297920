/*
 * Japanese. 面談資料 follows the table of labels of the document specification; the rest was worded here in the style of official
 * papers.
 * A native speaker must review this file before it is relied on.
 */
import type { BriefLabels } from './brief-labels.ts'

export const briefJa: BriefLabels = {
  language: 'ja',
  pack: '面談資料集',
  heading: {
    objectives: '目標',
    pointsToMake: '発言要点',
    ifRaised: '先方から提起された場合の応答',
    questionsToAsk: '質問事項',
    theirPoints: '先方の想定発言',
    people: '先方出席者',
    background: '背景',
    backgroundToUse: '使用可',
    backgroundNotToDisclose: '対外秘',
    history: 'これまでの経緯',
    earlierAgreements: '既往の合意事項',
    weOwe: '当方の約束事項',
    theyOwe: '先方の約束事項',
    logistics: 'ロジスティクス',
  },
  fact: {
    gettingThere: '会場までの移動',
    dressAndGifts: '服装・贈答品',
    emergencyContact: '緊急連絡先',
  },
  column: { known: '把握している事項', lastContact: '直近の接触', from: '出典' },
  success: (words) => `達成の目安：${words}`,
  notMet: '記録なし',
  meetingOf: ({ day, title }) => [day, title].filter(Boolean).join('　'),
}
