/*
 * Letters in Uzbek, Cyrillic script, after the form of the document specification («Ҳурматли жаноб Танака! … Ҳурмат
 * билан»). «Ҳурматли» fits everybody, so without a form of address the whole name stands; «хоним» stands behind the name.
 * To be reviewed by a native speaker who writes for a ministry.
 */
import { sentence, type LetterPhrases } from './letter-phrases.ts'

export const letterUzCyrl: LetterPhrases = {
  language: 'uz-Cyrl',
  form: 'western',
  number: (number) => `№ ${number ?? '____________'}`,
  blankDay: '20__ йил «___» ____________',
  subject: () => '',
  honoured: (name) => name,
  addressee: ({ post, name, organization }) => [organization, post, name],
  addresseeAt: 'right',
  salutationAt: 'centre',
  salutation: ({ name, family, addressAs }) => {
    const called = family ?? name
    if (called === undefined) return 'Ҳурматли ҳамкасблар!'
    if (addressAs === undefined) return `Ҳурматли ${name ?? called}!`
    return addressAs === 'mr' ? `Ҳурматли жаноб ${called}!` : `Ҳурматли ${called} хоним!`
  },
  opening: () => '',
  thanks: (days) => {
    if (days.length === 0) return 'Ташрифимиз давомида делегациямизни қабул қилганингиз учун миннатдорлик билдирамиз.'
    return `Делегациямизни ${inWords(days)} ${days.length === 1 ? 'куни' : 'кунлари'} қабул қилганингиз учун миннатдорлик билдирамиз.`
  },
  met: (people, isAll) => {
    const names = people.map(({ name, post }) => (post === '' ? name : `${name} (${post})`)).join(', ')
    return sentence(`Учрашув иштирокчиларидан алоҳида миннатдормиз: ${names}${isAll ? '' : ' ва бошқалар'}`)
  },
  discussed: (subject) => sentence(`Учрашувда қуйидагилар муҳокама қилинди: ${subject}`),
  agreed: 'Бизнинг тушунишимизча, қуйидагилар келишиб олинди:',
  agreedBelow: '',
  differs: 'Агар сизнинг фикрингиз бошқача бўлса, бизга маълум қилишингизни сўраймиз.',
  responsible: (owner) => `Масъул: ${owner}`,
  when: (deadline) => `Муддати: ${deadline}`,
  nextStep: (words) => sentence(`Кейинги қадам: ${words}`),
  nextMeeting: (day) => `Кейинги учрашув ${day} кунига режалаштирилган.`,
  contact: (contact) => sentence(`Бизнинг томондан алоқа учун масъул: ${contact}`),
  closing: 'Ҳамкорлигимиз бундан кейин ҳам самарали давом этишидан умидвормиз.',
  complimentary: () => 'Ҳурмат билан,',
  list: { head: '', end: '' },
}

/** `А, Б ва В` */
const inWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ва ${words.at(-1) ?? ''}`
