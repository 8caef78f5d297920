import { describe, expect, test } from 'vitest'
import { preferredLanguage, type Language } from '../../../../src/renderer/lib/language.ts'
import { createMessages } from '../../../../src/renderer/messages/messages.ts'

const inLanguage = (language: Language) => createMessages(language).t

describe('the messages', () => {
  test('what stands under a number of the visit agrees with it', () => {
    const under = (language: Language) => [1, 2, 5, 32].map((count) => inLanguage(language)('visit.figure.agreements', { count }))
    expect(under('ru')).toEqual(['договорённость', 'договорённости', 'договорённостей', 'договорённости'])
    expect(under('en')).toEqual(['agreement', 'agreements', 'agreements', 'agreements'])
  })

  test('the words for saved and sent are those of the design, in English, Russian and Japanese', () => {
    const words = (['en', 'ru', 'ja'] as const).map((language) => {
      const t = inLanguage(language)
      return [
        t('save.savedAt', { at: '13:58' }),
        t('receipt.here'),
        t('network.unsent', { count: 14 }),
        t('receipt.colleagueAt', { at: '12:15' }),
        t('receipt.receivedAt', { at: '10:42' }),
        t('receipt.returned'),
        t('receipt.choice'),
        t('network.failed'),
        t('network.offline'),
      ]
    })
    expect(words).toEqual([
      [
        'Saved on this laptop 13:58',
        'On this laptop',
        '14 on this laptop',
        'With a colleague 12:15',
        'Received by the ministry 10:42',
        'Returned with remarks',
        'Needs your choice',
        'Could not send. Saved here. Retry',
        'No network. Everything works',
      ],
      [
        'Сохранено на этом ноутбуке в 13:58',
        'На этом ноутбуке',
        '14 на этом ноутбуке',
        'У коллеги, 12:15',
        'Получено министерством в 10:42',
        'Возвращено с замечаниями',
        'Нужен ваш выбор',
        'Не отправлено. Сохранено здесь. Повторить',
        'Нет сети. Всё работает',
      ],
      [
        'この端末に保存 13:58',
        'この端末のみ',
        'この端末に14件',
        '同僚に引渡し 12:15',
        '10:42 本省受領',
        '差戻し',
        '選択が必要',
        '送信できません。この端末に保存済み。再試行',
        'オフライン・全機能利用可',
      ],
    ])
  })

  test('Russian chooses its form by the number', () => {
    const t = inLanguage('ru')
    expect([1, 2, 5, 21].map((count) => t('network.choices', { count }))).toEqual([
      '1 требует вашего выбора',
      '2 требуют вашего выбора',
      '5 требуют вашего выбора',
      '21 требует вашего выбора',
    ])
  })

  test('Uzbek in Cyrillic is its own catalogue and never falls back to Latin letters', () => {
    expect(inLanguage('uz-Cyrl')('receipt.received')).toBe('Вазирлик қабул қилди')
    expect(inLanguage('uz-Latn')('receipt.received')).toBe('Vazirlik qabul qildi')
  })

  test('the language of the browser is taken where there is one of ours', () => {
    expect(preferredLanguage(['de-DE', 'ru-RU'])).toBe('ru')
    expect(preferredLanguage(['uz-Cyrl-UZ'])).toBe('uz-Cyrl')
    expect(preferredLanguage(['uz'])).toBe('uz-Latn')
    expect(preferredLanguage(['ja-JP'])).toBe('ja')
    expect(preferredLanguage(['fr'])).toBe('en')
  })
})
