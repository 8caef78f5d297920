import type { HeldBackPart } from '@memos/content/audience.ts'
import { IconEyeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { recordById, type LiveScope } from '../../db/live.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { recordTitle } from '../../records/record-title.ts'
import { useScope } from '../../records/use-records.ts'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { MarkChip } from '../../ui/mark-chip.tsx'
import type { Language } from '../../lib/language.ts'
import classes from './memo.module.css'

/** Names of so many records are shown of one thing; the count says how many there are. */
const MOST_NAMES = 3

/** What a document for our own side would say and this one does not, before it is exported: what, of which records, and why. */
export function HeldBack({ scope, heldBack }: { readonly scope: string; readonly heldBack: readonly HeldBackPart[] }) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const live = useScope(scope)
  const groups = groupsOf(heldBack)
  return (
    <section className={classes.held} aria-label={t('documents.held.title')}>
      <h2 className={classes.heldHead}>
        <IconEyeOff {...SMALL_ICON} />
        {t('documents.held.title')}
        <span className={classes.heldCount}>{heldBack.length}</span>
      </h2>
      {groups.length === 0 ? (
        <p className={classes.heldRow}>{t('documents.held.none')}</p>
      ) : (
        <ul>
          {groups.map(({ what, why, parts }) => (
            <li key={`${what} ${why}`} className={classes.heldRow}>
              <MarkChip mark="internal" />
              <span>
                {t(`documents.held.what.${what}`)} <span className={classes.why}>{t(`documents.held.why.${why}`)}</span>
                <HeldNames names={namesOf(parts, live, language)} />
              </span>
              {parts.length > 1 && <span className={classes.heldCount}>{parts.length}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function HeldNames({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return <span className={classes.heldNames}>{names.length > MOST_NAMES ? `${shown} …` : shown}</span>
}

type Group = Pick<HeldBackPart, 'what' | 'why'> & { readonly parts: HeldBackPart[] }

function groupsOf(heldBack: readonly HeldBackPart[]): Group[] {
  const groups = new Map<string, Group>()
  for (const part of heldBack) {
    const key = `${part.what} ${part.why}`
    const group = groups.get(key) ?? { what: part.what, why: part.why, parts: [] }
    group.parts.push(part)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** The names of the records that hold it; a note has none of its own. */
function namesOf(parts: readonly HeldBackPart[], live: LiveScope | undefined, language: Language): string[] {
  const names = parts.flatMap(({ kind, id }) => {
    if (id === undefined) return []
    switch (kind) {
      case 'meeting':
      case 'contact':
      case 'agreement':
      case 'commitment': {
        const record = recordById(live, kind, id)
        return record === undefined ? [] : [recordTitle({ kind, record } as Parameters<typeof recordTitle>[0], language)]
      }
      case 'attachment':
        return [recordById(live, kind, id)?.name ?? '']
      default:
        return []
    }
  })
  return [...new Set(names.filter((name) => name !== ''))]
}
