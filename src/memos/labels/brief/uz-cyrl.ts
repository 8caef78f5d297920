/*
 * Uzbek in Cyrillic script. «Учрашувга маълумотнома» follows the table of labels of the document specification; the rest was
 * worded here.
 * A native speaker must review this file before it is relied on.
 */
import type { BriefLabels } from './brief-labels.ts'

export const briefUzCyrl: BriefLabels = {
  language: 'uz-Cyrl',
  pack: 'Учрашувларга маълумотномалар тўплами',
  heading: {
    objectives: 'Мақсадлар',
    pointsToMake: 'Айтиладиган фикрлар',
    ifRaised: 'Агар сўрашса',
    questionsToAsk: 'Бериладиган саволлар',
    theirPoints: 'Уларнинг эҳтимолий фикрлари',
    people: 'Иштирокчилар ҳақида',
    background: 'Маълумот',
    backgroundToUse: 'Фойдаланиш мумкин',
    backgroundNotToDisclose: 'Ошкор қилинмайди',
    history: 'Аввалги алоқалар',
    earlierAgreements: 'Аввалги келишувлар',
    weOwe: 'Бизнинг мажбуриятларимиз',
    theyOwe: 'Уларнинг мажбуриятлари',
    logistics: 'Ташкилий масалалар',
  },
  fact: {
    gettingThere: 'Етиб бориш',
    dressAndGifts: 'Кийим ва совғалар',
    emergencyContact: 'Фавқулодда ҳолатда алоқа',
  },
  column: { known: 'Маълумотларимиз', lastContact: 'Сўнгги алоқа', from: 'Қаердан' },
  success: (words) => `Муваффақият белгиси: ${words}`,
  notMet: 'қайд этилмаган',
  meetingOf: ({ day, title }) => [day, title].filter(Boolean).join(', '),
}
