import { IconArrowRight, IconNotes } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { displayName, formatName } from '@shared/domain/person-name.ts'
import { recordById, type LiveScope } from '../../db/live.ts'
import { useFormats, type Formats } from '../../lib/use-formats.ts'
import { RecordIcon } from '../../records/record-link.tsx'
import { recordName } from '../../records/record-name.ts'
import { useScope } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { Avatar, initialsOf } from '../../ui/avatar.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { Words } from '../../ui/words.tsx'
import { pieces, snippet } from './highlight.ts'
import type { SearchCommand } from './search-commands.ts'
import type { NoteTexts, SearchEntry } from './search-index.ts'
import { GROUPS, type Group, type GroupResult } from './search-query.ts'
import classes from './search.module.css'

export type Option =
  | { readonly group: Group; readonly key: string; readonly entry: SearchEntry }
  | { readonly group: 'do'; readonly key: string; readonly command: SearchCommand }

type SearchResultListProps = {
  readonly id: string
  readonly options: readonly Option[]
  readonly groups: readonly GroupResult[]
  readonly active: Option | undefined
  readonly words: readonly string[]
  readonly texts: NoteTexts
  readonly isTyped: boolean
  readonly onChoose: (option: Option) => void
  readonly onOpen: (option: Option) => void
}

/** The commands stand last, unless one of them was typed by its name. */
const groupsInOrder = (options: readonly Option[]) =>
  options[0]?.group === 'do' ? (['do', ...GROUPS] as const) : ([...GROUPS, 'do'] as const)

/** A listbox of groups, each named by its heading; only options inside. */
export function SearchResultList(props: SearchResultListProps) {
  const { id, options, groups, active, isTyped } = props
  const { t } = useTranslation()
  const formats = useFormats()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active?.key])
  const found = groups.reduce((sum, { count }) => sum + count, 0)
  return (
    <div ref={list} className={classes.list}>
      <p className="sn-hidden" aria-live="polite">
        {isTyped ? t('search.found', { count: found }) : ''}
      </p>
      {isTyped && found === 0 && <p className={classes.nothing}>{t('search.nothing')}</p>}
      <div id={`${id}-list`} role="listbox" aria-label={t('search.results')}>
        {groupsInOrder(options).map((group) => {
          const inside = options.filter((option) => option.group === group)
          const count = groups.find((one) => one.group === group)?.count ?? 0
          if (inside.length === 0) return null
          return (
            <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
              <p id={`${id}-${group}`} className={classes.groupHead} role="presentation">
                {t(`search.group.${group}`)}
                {count > inside.length && <span>{formats.number(count)}</span>}
              </p>
              {inside.map((option) => (
                <OptionRow key={option.key} {...props} option={option} />
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function OptionRow({ id, option, active, words, texts, onChoose, onOpen }: SearchResultListProps & { readonly option: Option }) {
  const isActive = option.key === active?.key
  return (
    <div
      id={`${id}-${option.key}`}
      role="option"
      aria-selected={isActive}
      className={`${classes.option} ${isActive ? `${classes.active} sn-selected` : ''}`}
      // The field keeps the focus: the pointer only chooses.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={() => {
        if (!isActive) onChoose(option)
      }}
      onClick={() => onOpen(option)}
    >
      {option.group === 'do' ? (
        <CommandLine command={option.command} words={words} />
      ) : (
        <EntryLine entry={option.entry} words={words} texts={texts} />
      )}
      {isActive && <KeyCaps combo="Enter" />}
    </div>
  )
}

function CommandLine({ command, words }: { readonly command: SearchCommand; readonly words: readonly string[] }) {
  return (
    <>
      <span className={classes.lead}>
        <IconArrowRight {...SMALL_ICON} />
      </span>
      <span className={classes.lines}>
        <span className="sn-ellipsis">
          <Marked text={command.label} words={words} />
        </span>
      </span>
    </>
  )
}

type EntryLineProps = { readonly entry: SearchEntry; readonly words: readonly string[]; readonly texts: NoteTexts }

function EntryLine({ entry, words, texts }: EntryLineProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const live = useScope(entry.scope)
  const { currentVisit } = usePreferences()
  const { title, more } = linesOf(live, entry, { formats, texts, words })
  const visit =
    entry.scope === currentVisit || entry.kind === 'visit' ? '' : recordName(live, { kind: 'visit', id: entry.scope }, formats.language)
  const sub = [more, visit].filter(Boolean).join(' · ')
  return (
    <>
      <span className={classes.lead}>
        {entry.kind === 'contact' ? (
          <Avatar initials={initialsOf(title)} tone="other" size={24} />
        ) : entry.kind === 'note' ? (
          <IconNotes {...SMALL_ICON} />
        ) : (
          <RecordIcon scope={entry.scope} kind={entry.kind} id={entry.id} />
        )}
      </span>
      <span className={classes.lines}>
        <span className="sn-ellipsis">{title === '' ? t(`kind.${entry.kind}`) : <Marked text={title} words={words} />}</span>
        {sub !== '' && (
          <span className={`sn-ellipsis ${classes.sub}`}>
            <Marked text={sub} words={words} />
          </span>
        )}
      </span>
    </>
  )
}

type LineContext = { readonly formats: Formats; readonly texts: NoteTexts; readonly words: readonly string[] }

/** The first line names the record, the second tells it from others of the same name. */
function linesOf(
  live: LiveScope | undefined,
  { kind, id }: SearchEntry,
  { formats, texts, words }: LineContext,
): { title: string; more: string } {
  const named = (other: 'meeting' | 'organization', otherId: string | null | undefined): string =>
    otherId ? recordName(live, { kind: other, id: otherId }, formats.language) : ''
  const title = recordName(live, { kind, id }, formats.language)
  switch (kind) {
    case 'contact': {
      const contact = recordById(live, 'contact', id)
      if (!contact) return { title, more: '' }
      const name = displayName(contact, formats.language)
      const native = contact.native ? formatName(contact.native, 'family-first') : ''
      const [post] = contact.posts ?? []
      return {
        title: [name, native !== name && native].filter(Boolean).join('  '),
        more: joined(post?.title, named('organization', post?.organizationId)),
      }
    }
    case 'organization': {
      const organization = recordById(live, 'organization', id)
      return { title, more: joined(organization?.shortName, organization?.nativeName, organization?.city) }
    }
    case 'meeting': {
      const meeting = recordById(live, 'meeting', id)
      const start = meeting?.start ?? null
      return { title, more: joined(start && `${formats.day(start, 'weekday')}, ${formats.time(start)}`, meeting?.subject) }
    }
    case 'agreement':
      return { title, more: named('meeting', recordById(live, kind, id)?.meetingId) }
    case 'commitment': {
      const commitment = recordById(live, kind, id)
      return { title, more: joined(named('organization', commitment?.organizationId), commitment?.window?.words) }
    }
    case 'openQuestion':
      return { title, more: named('meeting', recordById(live, kind, id)?.meetingId) }
    case 'note':
      return { title: snippet(texts.get(id)?.text ?? '', words), more: title }
    case 'programme':
      return { title, more: joined(recordById(live, kind, id)?.window?.words, recordById(live, kind, id)?.place) }
    case 'visit':
      return { title, more: recordById(live, kind, id)?.city ?? '' }
  }
}

const joined = (...texts: readonly (string | null | undefined)[]): string => texts.filter((text) => text != null && text !== '').join(' · ')

/** A text with the hits marked. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  let at = 0
  return pieces(text, words).map(({ text: piece, isHit }) => {
    const key = `${at}`
    at += piece.length
    return isHit ? (
      <mark key={key}>
        <Words>{piece}</Words>
      </mark>
    ) : (
      <Words key={key}>{piece}</Words>
    )
  })
}
