import { IconSearch, IconX } from '@tabler/icons-react'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useRecord } from '../../records/use-records.ts'
import { usePreferences } from '../../records/workspace.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { fittingCommands, isCommandNamed, type SearchCommand } from './search-commands.ts'
import type { SearchEntry } from './search-index.ts'
import { SearchPreview } from './search-preview-pane.tsx'
import { spellings, type GroupResult } from './search-query.ts'
import { SearchResultList, type Option } from './search-result-list.tsx'
import classes from './search.module.css'
import { useSearch } from './use-search.ts'

type SearchBoxProps = {
  readonly commands: readonly SearchCommand[]
  readonly isOpen: boolean
  readonly onOpen: (entry: SearchEntry) => void
  readonly onRun: (command: SearchCommand) => void
}

/** The field keeps the focus; arrows choose in the list, Enter opens, Tab widens to all visits and back. */
export function SearchBox({ commands, isOpen, onOpen, onRun }: SearchBoxProps) {
  const { t } = useTranslation()
  const id = useId()
  const { currentVisit } = usePreferences()
  const visit = useRecord(currentVisit ?? '', 'visit', currentVisit ?? '')
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [isNarrow, setIsNarrow] = useState(true)
  const [chosen, setChosen] = useState(0)
  const isHere = isNarrow && visit !== undefined
  const { query, groups, texts } = useSearch(typed, { isHere, isOpen })
  const options = optionsOf(groups, fittingCommands(commands, typed, typed.trim() === '' ? 8 : 4), isCommandNamed(commands, typed))
  const active = options[Math.min(chosen, options.length - 1)]
  const type = (next: string): void => {
    setTyped(next)
    setChosen(0)
  }
  const widen = (): void => {
    setIsNarrow(!isHere)
    setChosen(0)
    field.current?.focus()
  }
  const open = (option: Option): void => (option.group === 'do' ? onRun(option.command) : onOpen(option.entry))
  const press = (event: KeyboardEvent): void => {
    // Enter and the arrows belong to the input method while it is composing.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const next = nextChoice(event.key, { chosen, count: options.length })
    if (next !== undefined) setChosen(next)
    else if (event.key === 'Enter' && active) open(active)
    else if (event.key === 'Tab' && !event.shiftKey && visit) widen()
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <input
          ref={field}
          role="combobox"
          aria-label={t('shell.search')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? `${id}-${active.key}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          placeholder={t('shell.search')}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={press}
        />
        {visit && (
          <button type="button" className={`${classes.scope} ${isHere ? '' : classes.wide}`} onClick={widen} tabIndex={-1}>
            {t(isHere ? 'search.inVisit' : 'search.inAll')}
            {isHere && <IconX size={12} stroke={1.7} aria-hidden />}
          </button>
        )}
      </div>
      <div className={classes.panes}>
        <SearchResultList
          id={id}
          options={options}
          groups={groups}
          active={active}
          words={spellings(query)}
          texts={texts}
          isTyped={typed.trim() !== ''}
          onChoose={(option) => setChosen(options.indexOf(option))}
          onOpen={open}
        />
        {active?.group !== 'do' && active && <SearchPreview entry={active.entry} words={spellings(query)} texts={texts} />}
      </div>
      <SearchFoot hasVisit={visit !== undefined} isHere={isHere} />
    </>
  )
}

function SearchFoot({ hasVisit, isHere }: { readonly hasVisit: boolean; readonly isHere: boolean }) {
  const { t } = useTranslation()
  return (
    <p className={classes.foot}>
      <span>
        <KeyCaps combo="ArrowUp" />
        <KeyCaps combo="ArrowDown" /> {t('search.choose')}
      </span>
      <span>
        <KeyCaps combo="Enter" /> {t('search.open')}
      </span>
      {hasVisit && (
        <span>
          <KeyCaps combo="Tab" /> {t(isHere ? 'search.allVisits' : 'search.thisVisit')}
        </span>
      )}
      <span className={classes.scripts}>{t('search.scripts')}</span>
    </p>
  )
}

/** One flat list in the order of the screen, so that arrows pass from group to group. */
function optionsOf(groups: readonly GroupResult[], commands: readonly SearchCommand[], isCommandFirst: boolean): readonly Option[] {
  const found = groups.flatMap(({ group, entries }) =>
    entries.map((entry): Option => ({ group, key: `${entry.scope}-${entry.id}`, entry })),
  )
  const named = commands.map((command): Option => ({ group: 'do', key: `do-${command.key.replace(/\W/g, '-')}`, command }))
  return isCommandFirst ? [...named, ...found] : [...found, ...named]
}

function nextChoice(key: string, { chosen, count }: { readonly chosen: number; readonly count: number }): number | undefined {
  if (count === 0) return undefined
  const at = Math.min(chosen, count - 1)
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'PageDown') return Math.min(at + 6, count - 1)
  return key === 'PageUp' ? Math.max(at - 6, 0) : undefined
}
