import type { Language } from './language.ts'

type Names = readonly [en: string, uzLatin: string, uzCyrillic: string, ru: string, ja: string]

const ORDER: readonly Language[] = ['en', 'uz-Latn', 'uz-Cyrl', 'ru', 'ja']

/** Cities that stand for zones, in the order in which the settings offer them. Chromium names no zones in Uzbek. */
const CITIES: Readonly<Record<string, Names>> = {
  'Asia/Tashkent': ['Tashkent', 'Toshkent', 'Тошкент', 'Ташкент', 'タシケント'],
  'Asia/Tokyo': ['Tokyo', 'Tokio', 'Токио', 'Токио', '東京'],
  'Asia/Seoul': ['Seoul', 'Seul', 'Сеул', 'Сеул', 'ソウル'],
  'Asia/Shanghai': ['Beijing', 'Pekin', 'Пекин', 'Пекин', '北京'],
  'Asia/Hong_Kong': ['Hong Kong', 'Gonkong', 'Гонконг', 'Гонконг', '香港'],
  'Asia/Singapore': ['Singapore', 'Singapur', 'Сингапур', 'Сингапур', 'シンガポール'],
  'Asia/Kuala_Lumpur': ['Kuala Lumpur', 'Kuala-Lumpur', 'Куала-Лумпур', 'Куала-Лумпур', 'クアラルンプール'],
  'Asia/Jakarta': ['Jakarta', 'Jakarta', 'Жакарта', 'Джакарта', 'ジャカルタ'],
  'Asia/Kolkata': ['Delhi', 'Dehli', 'Деҳли', 'Дели', 'デリー'],
  'Asia/Almaty': ['Almaty', 'Olmaota', 'Олмаота', 'Алматы', 'アルマトイ'],
  'Asia/Bishkek': ['Bishkek', 'Bishkek', 'Бишкек', 'Бишкек', 'ビシュケク'],
  'Asia/Dushanbe': ['Dushanbe', 'Dushanbe', 'Душанбе', 'Душанбе', 'ドゥシャンベ'],
  'Asia/Ashgabat': ['Ashgabat', 'Ashxobod', 'Ашхобод', 'Ашхабад', 'アシガバート'],
  'Asia/Baku': ['Baku', 'Boku', 'Боку', 'Баку', 'バクー'],
  'Asia/Dubai': ['Dubai', 'Dubay', 'Дубай', 'Дубай', 'ドバイ'],
  'Asia/Riyadh': ['Riyadh', 'Ar-Riyod', 'Ар-Риёд', 'Эр-Рияд', 'リヤド'],
  'Europe/Istanbul': ['Istanbul', 'Istanbul', 'Истанбул', 'Стамбул', 'イスタンブール'],
  'Europe/Moscow': ['Moscow', 'Moskva', 'Москва', 'Москва', 'モスクワ'],
  'Europe/Warsaw': ['Warsaw', 'Varshava', 'Варшава', 'Варшава', 'ワルシャワ'],
  'Europe/Berlin': ['Berlin', 'Berlin', 'Берлин', 'Берлин', 'ベルリン'],
  'Europe/Vienna': ['Vienna', 'Vena', 'Вена', 'Вена', 'ウィーン'],
  'Europe/Zurich': ['Geneva', 'Jeneva', 'Женева', 'Женева', 'ジュネーブ'],
  'Europe/Brussels': ['Brussels', 'Bryussel', 'Брюссел', 'Брюссель', 'ブリュッセル'],
  'Europe/Paris': ['Paris', 'Parij', 'Париж', 'Париж', 'パリ'],
  'Europe/London': ['London', 'London', 'Лондон', 'Лондон', 'ロンドン'],
  'America/New_York': ['New York', 'Nyu-York', 'Нью-Йорк', 'Нью-Йорк', 'ニューヨーク'],
  'America/Los_Angeles': ['Los Angeles', 'Los-Anjeles', 'Лос-Анжелес', 'Лос-Анджелес', 'ロサンゼルス'],
}

/** The zones that the app has names for; any other IANA zone works too and shows the city of its id. */
export const NAMED_ZONES: readonly string[] = Object.keys(CITIES)

/** The city of a zone: "Tokyo", "東京". */
export function zoneCity(language: Language, zone: string): string {
  const named = CITIES[zone]?.[ORDER.indexOf(language)]
  return named ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
