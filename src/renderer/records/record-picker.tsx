import { Combobox, Input, TextInput, useCombobox, type ComboboxStore } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageOfText } from '../lib/language.ts'
import { useFormats } from '../lib/use-formats.ts'
import { SMALL_ICON } from '../ui/icon-size.ts'
import { createNamed, type NamedKind } from './create-named.ts'
import { useProblemWords } from './problem-words.ts'
import { recordName } from './record-name.ts'
import { recordOptions, searchOptions, type PickableKind, type RecordOption } from './record-options.ts'
import classes from './record-picker.module.css'
import { useScope } from './use-records.ts'
import { useWorkspace } from './workspace.tsx'

type RecordPickerProps = {
  readonly scope: string
  readonly kind: PickableKind
  readonly label: string
  /** The chosen record's id. A picker that only adds keeps it null. */
  readonly value: string | null
  readonly onChange: (id: string | null) => void
  /** Contacts of one side only; a contact made here is on that side. */
  readonly side?: 'ours' | 'theirs'
  /** Records that are not offered, because they are chosen already. */
  readonly without?: readonly string[]
  /** False where nothing new may be made; agreements never are. */
  readonly canCreate?: boolean
  readonly isLabelHidden?: boolean
  readonly id?: string
  readonly placeholder?: string
  readonly error?: string | undefined
  readonly autoFocus?: boolean
}

const CREATE = 'create'

/**
 * Chooses a record by typing any of its names in any script, or makes a new one from what is typed.
 * Arrows and Enter choose, Esc closes; an input method keeps its Enter.
 */
export function RecordPicker(props: RecordPickerProps) {
  const { scope, kind, label, value, onChange, side, canCreate = kind !== 'agreement' } = props
  const { t } = useTranslation()
  const problemWords = useProblemWords()
  const { language } = useFormats()
  const workspace = useWorkspace()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const ownId = useId()
  const live = useScope(scope)
  const shown = typed ?? (value === null ? '' : recordName(live, { kind, id: value }, language))

  const choose = (next: string | null): void => {
    setTyped(null)
    setProblem(null)
    combobox.closeDropdown()
    if (next !== value || next === null) onChange(next)
  }
  const create = async (): Promise<void> => {
    const made = await createNamed(workspace, { scope, kind: kind as NamedKind, name: typed ?? '', side })
    if (made.ok) choose(made.value)
    else setProblem(problemWords(made.error.code))
  }
  const leave = (): void => {
    combobox.closeDropdown()
    // An emptied field says "none"; anything else that was not chosen is put back.
    if (typed?.trim() === '' && value !== null) choose(null)
    else setTyped(null)
  }

  return (
    <Combobox store={combobox} onOptionSubmit={(option) => (option === CREATE ? void create() : choose(option))} withinPortal shadow="md">
      <Combobox.Target>
        <TextInput
          id={props.id ?? ownId}
          {...(props.isLabelHidden === true ? { 'aria-label': label } : { label })}
          placeholder={props.placeholder ?? t(canCreate ? 'picker.chooseOrName' : 'picker.choose')}
          error={problem ?? props.error}
          value={shown}
          {...(props.autoFocus === true ? { autoFocus: true, 'data-autofocus': true } : {})}
          lang={languageOfText(shown, language)}
          rightSection={value === null ? null : <ClearButton label={t('picker.clear', { label })} onClear={() => choose(null)} />}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={leave}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        {combobox.dropdownOpened && <Options {...props} canCreate={canCreate} typed={typed ?? ''} store={combobox} />}
      </Combobox.Dropdown>
    </Combobox>
  )
}

type OptionsProps = RecordPickerProps & { readonly typed: string; readonly store: ComboboxStore }

/** Made only while the list is open: ten thousand names are not sorted for a closed field. */
function Options({ scope, kind, label, value, side, without, canCreate, typed, store }: OptionsProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const live = useScope(scope)
  const all = useMemo(() => recordOptions(live, kind, { formats, filter: { side, without } }), [live, kind, formats, side, without])
  const found = useMemo(() => searchOptions(all, typed), [all, typed])
  const offersNew = canCreate === true && kind !== 'agreement' && typed.trim() !== ''
  useEffect(() => {
    // Enter then takes the first one, which is what was typed for; with nothing typed it takes none.
    if (typed.trim() === '') store.resetSelectedOption()
    else store.selectFirstOption()
    // The store is a new object at each drawing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [typed, found.length])
  return (
    <Combobox.Options aria-label={label} className={classes.options}>
      {found.map((option) => (
        <Option key={option.id} option={option} isChosen={option.id === value} />
      ))}
      {offersNew && (
        <Combobox.Option value={CREATE} className={classes.create}>
          <IconPlus {...SMALL_ICON} />
          {t(`picker.new.${kind}`, { name: typed.trim() })}
        </Combobox.Option>
      )}
      {found.length === 0 && !offersNew && <Combobox.Empty>{t('picker.nothing')}</Combobox.Empty>}
    </Combobox.Options>
  )
}

function Option({ option, isChosen }: { readonly option: RecordOption; readonly isChosen: boolean }) {
  const { language } = useFormats()
  return (
    <Combobox.Option value={option.id} active={isChosen} className={classes.option}>
      <span lang={languageOfText(option.title, language)}>{option.title}</span>
      {option.sub !== null && (
        <span className={classes.sub} lang={languageOfText(option.sub, language)}>
          {option.sub}
        </span>
      )}
    </Combobox.Option>
  )
}

function ClearButton({ label, onClear }: { readonly label: string; readonly onClear: () => void }) {
  return (
    // Not a stop of the Tab key: emptying the field does the same.
    <Input.ClearButton tabIndex={-1} aria-label={label} onClick={onClear} />
  )
}
