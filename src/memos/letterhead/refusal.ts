/** Why a dropped file is not taken; `detail` names the part or the address. */
export type Refusal = { readonly code: RefusalCode; readonly detail: string }

export const REFUSAL_CODES = [
  'not-a-word-file',
  'encrypted',
  'too-many-parts',
  'too-large',
  'broken',
  'macros',
  'attached-template',
  'alt-chunk',
  'embedded-object',
  'external-relation',
  'fetching-field',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** The reasons in English, for the command line; screens have them in their catalogues. */
export const REFUSAL_WORDS: Readonly<Record<RefusalCode, string>> = {
  'not-a-word-file': 'It is not a Word document (.docx).',
  encrypted: 'It is protected by a password.',
  'too-many-parts': 'It has more than 500 parts.',
  'too-large': 'Unpacked it is larger than 50 MB.',
  broken: 'It is damaged.',
  macros: 'It has macros.',
  'attached-template': 'It fetches another template when it is opened.',
  'alt-chunk': 'It takes in another file when it is opened.',
  'embedded-object': 'It holds an embedded object.',
  'external-relation': 'It fetches something from elsewhere when it is opened.',
  'fetching-field': 'It has a field that fetches other files.',
}

export const refuse = (code: RefusalCode, detail = ''): Refusal => ({ code, detail })
