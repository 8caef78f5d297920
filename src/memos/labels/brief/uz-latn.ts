/*
 * Uzbek in Latin script. «Uchrashuvga ma’lumotnoma» follows the table of labels of the document specification; the rest was
 * worded here.
 * A native speaker must review this file before it is relied on.
 */
import type { BriefLabels } from './brief-labels.ts'

export const briefUzLatn: BriefLabels = {
  language: 'uz-Latn',
  pack: 'Uchrashuvlarga ma’lumotnomalar to‘plami',
  heading: {
    objectives: 'Maqsadlar',
    pointsToMake: 'Aytiladigan fikrlar',
    ifRaised: 'Agar so‘rashsa',
    questionsToAsk: 'Beriladigan savollar',
    theirPoints: 'Ularning ehtimoliy fikrlari',
    people: 'Ishtirokchilar haqida',
    background: 'Ma’lumot',
    backgroundToUse: 'Foydalanish mumkin',
    backgroundNotToDisclose: 'Oshkor qilinmaydi',
    history: 'Avvalgi aloqalar',
    earlierAgreements: 'Avvalgi kelishuvlar',
    weOwe: 'Bizning majburiyatlarimiz',
    theyOwe: 'Ularning majburiyatlari',
    logistics: 'Tashkiliy masalalar',
  },
  fact: {
    gettingThere: 'Yetib borish',
    dressAndGifts: 'Kiyim va sovg‘alar',
    emergencyContact: 'Favqulodda holatda aloqa',
  },
  column: { known: 'Ma’lumotlarimiz', lastContact: 'So‘nggi aloqa', from: 'Qayerdan' },
  success: (words) => `Muvaffaqiyat belgisi: ${words}`,
  notMet: 'qayd etilmagan',
  meetingOf: ({ day, title }) => [day, title].filter(Boolean).join(', '),
}
