/*
 * Russian. «Справка к встрече» follows the table of labels of the document specification; the rest was worded here in the
 * style of official papers.
 * A native speaker must review this file before it is relied on.
 */
import type { BriefLabels } from './brief-labels.ts'

export const briefRu: BriefLabels = {
  language: 'ru',
  pack: 'Справки к встречам визита',
  heading: {
    objectives: 'Цели',
    pointsToMake: 'Тезисы',
    ifRaised: 'Если спросят',
    questionsToAsk: 'Вопросы',
    theirPoints: 'Вероятные тезисы партнёра',
    people: 'Участники',
    background: 'Справочная информация',
    backgroundToUse: 'Можно использовать',
    backgroundNotToDisclose: 'Не разглашать',
    history: 'История отношений',
    earlierAgreements: 'Прежние договорённости',
    weOwe: 'Наши обязательства',
    theyOwe: 'Обязательства партнёра',
    logistics: 'Организационные вопросы',
  },
  fact: {
    gettingThere: 'Как добраться',
    dressAndGifts: 'Форма одежды и подарки',
    emergencyContact: 'Экстренная связь',
  },
  column: { known: 'Что известно', lastContact: 'Последний контакт', from: 'Откуда' },
  success: (words) => `Признак успеха: ${words}`,
  notMet: 'записей нет',
  meetingOf: ({ day, title }) => [day, title].filter(Boolean).join(', '),
}
