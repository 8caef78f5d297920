import { useTranslation } from 'react-i18next'
import { displayName, formatName, personName } from '@shared/domain/person-name.ts'
import { dueWindow } from '@shared/domain/due-window.ts'
import type { Json } from '@shared/lib/canonical-json.ts'
import { recordById } from '../../db/live.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { dueDaysText } from '../../records/due-text.ts'
import { useFieldWords } from '../../records/field-words.ts'
import { RecordIcon } from '../../records/record-link.tsx'
import { recordName } from '../../records/record-name.ts'
import { useScope } from '../../records/use-records.ts'
import { Avatar, initialsOf } from '../../ui/avatar.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Words } from '../../ui/words.tsx'
import type { NoteTexts, SearchEntry } from './search-index.ts'
import { previewOf } from './search-preview.ts'
import { Marked } from './search-result-list.tsx'
import classes from './search.module.css'

type SearchPreviewProps = { readonly entry: SearchEntry; readonly words: readonly string[]; readonly texts: NoteTexts }

/** What is chosen, read in place: enough to know it without opening it. */
export function SearchPreview({ entry, words, texts }: SearchPreviewProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const live = useScope(entry.scope)
  const { kind, id } = entry
  const { fields, related } = previewOf(live, entry)
  const labels = useFieldWords(entry.scope)
  const contact = kind === 'contact' ? recordById(live, 'contact', id) : undefined
  const title = contact ? displayName(contact, formats.language) : recordName(live, { kind, id }, formats.language)
  const value = (field: string, raw: unknown): string => {
    const name = SCRIPT_FIELDS.has(field) ? personName.safeParse(raw) : undefined
    if (name?.success) return formatName(name.data, field === 'latin' ? 'given-first' : 'family-first')
    const window = field === 'window' ? dueWindow.safeParse(raw) : undefined
    if (window?.success) return [window.data.words, dueDaysText(window.data.edtf, formats, t)].filter(Boolean).join(' · ')
    return labels.value(field, raw as Json)
  }
  return (
    <aside className={classes.preview} aria-label={t('search.preview')}>
      {contact && <Avatar initials={initialsOf(title)} tone={contact.side === 'ours' ? 'ours' : 'other'} size={44} />}
      <p className={classes.previewTitle}>{title === '' ? t(`kind.${kind}`) : <Words>{title}</Words>}</p>
      {contact?.posts?.[0] && <p className={classes.sub}>{contact.posts[0].title}</p>}
      {kind === 'note' && (
        <p className={classes.text}>
          <Marked text={around(texts.get(id)?.text ?? '', entry, words)} words={words} />
        </p>
      )}
      {fields.length > 0 && (
        <DescriptionList
          labelWidth={5.5}
          items={fields.map(({ field, value: raw }) => ({ label: labels.label(field), value: <Words>{value(field, raw)}</Words> }))}
        />
      )}
      {related.length > 0 && (
        <ul className={classes.related} aria-label={t('search.related')}>
          {related.map((ref) => (
            <li key={ref.id}>
              <RecordIcon scope={entry.scope} {...ref} />
              <span>
                <Words>{recordName(live, ref, formats.language) || t(`kind.${ref.kind}`)}</Words>
              </span>
            </li>
          ))}
        </ul>
      )}
    </aside>
  )
}

const SCRIPT_FIELDS = new Set(['native', 'kana', 'latin', 'cyrillic'])

/** A dozen lines from a little above the first hit on. */
function around(text: string, { key }: SearchEntry, words: readonly string[]): string {
  const hits = words.map((word) => key.indexOf(word)).filter((at) => at >= 0)
  const line = key.slice(0, hits.length === 0 ? 0 : Math.min(...hits)).split('\n').length - 1
  return text
    .split('\n')
    .slice(Math.max(0, line - 2), line + 10)
    .join('\n')
}
