/*
 * Letters in Russian, after the form of the document specification («Уважаемый господин Танака! … С уважением»). Names and
 * posts stand after a colon or in lines of their own, so that nothing has to be declined. Where it is not known whether
 * someone is господин or госпожа, «Уважаемые коллеги!» fits.
 * To be reviewed by a native speaker who writes for a ministry.
 */
import { sentence, type LetterPhrases } from './letter-phrases.ts'

export const letterRu: LetterPhrases = {
  language: 'ru',
  form: 'western',
  number: (number) => `№ ${number ?? '____________'}`,
  blankDay: '«___» ____________ 20__ г.',
  subject: () => '',
  honoured: (name) => name,
  addressee: ({ post, name, organization }) => [post, organization, name],
  addresseeAt: 'right',
  salutationAt: 'centre',
  salutation: ({ name, family, addressAs }) => {
    const called = family ?? name
    if (called === undefined || addressAs === undefined) return 'Уважаемые коллеги!'
    return addressAs === 'mr' ? `Уважаемый господин ${called}!` : `Уважаемая госпожа ${called}!`
  },
  opening: () => '',
  thanks: (days) =>
    days.length === 0
      ? 'Благодарим Вас за приём нашей делегации в ходе её визита.'
      : sentence(`Благодарим Вас за приём нашей делегации ${inWords(days)}`),
  met: (people, isAll) => {
    const names = people.map(({ name, post }) => (post === '' ? name : `${name} (${post})`)).join(', ')
    return isAll
      ? sentence(`Мы признательны участникам встречи: ${names}`)
      : `Мы признательны участникам встречи: ${names}, а также их коллегам.`
  },
  discussed: (subject) => sentence(`На встрече обсуждалось следующее: ${subject}`),
  agreed: 'По нашему пониманию, достигнуты следующие договорённости:',
  agreedBelow: '',
  differs: 'Просим сообщить, если Ваше понимание иное.',
  responsible: (owner) => `Ответственный: ${owner}`,
  when: (deadline) => `Срок: ${deadline}`,
  nextStep: (words) => sentence(`Следующий шаг: ${words}`),
  nextMeeting: (day) => sentence(`Следующая встреча запланирована на ${day}`),
  contact: (contact) => sentence(`Контактное лицо с нашей стороны: ${contact}`),
  closing: 'Выражаем надежду на дальнейшее плодотворное сотрудничество.',
  complimentary: () => 'С уважением,',
  list: { head: '', end: '' },
}

/** `А, Б и В` */
const inWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} и ${words.at(-1) ?? ''}`
