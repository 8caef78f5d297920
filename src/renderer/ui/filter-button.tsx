import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SMALL_ICON } from './icon-size.ts'
import { MarkWord, type Mark } from './mark-chip.tsx'
import classes from './text-button.module.css'

type FilterButtonProps = {
  readonly isOn: boolean
  readonly onClick: () => void
  readonly children: ReactNode
  readonly count?: number
  readonly mark?: Mark
}

/** One of the filters above a list; on or off. */
export function FilterButton({ isOn, onClick, children, count, mark }: FilterButtonProps) {
  const words = (
    <>
      {children}
      {count !== undefined && <> {count}</>}
    </>
  )
  return (
    <button type="button" className={`${classes.filter} ${isOn ? `${classes.on} sn-selected` : ''}`} aria-pressed={isOn} onClick={onClick}>
      {mark === undefined ? words : <MarkWord mark={mark}>{words}</MarkWord>}
    </button>
  )
}

type FilterMenuProps = {
  /** What is filtered: shown while nothing is chosen. */
  readonly label: string
  /** The chosen option, or null for all. */
  readonly value: string | null
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string | null) => void
}

/** A filter with many options; "All" takes it off. */
export function FilterMenu({ label, value, options, onChange }: FilterMenuProps) {
  const { t } = useTranslation()
  const chosen = options.find((option) => option.value === value)
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={`${classes.filter} ${chosen ? classes.on : ''}`}
          aria-label={chosen ? `${label}: ${chosen.label}` : label}
        >
          {chosen?.label ?? label}
          <IconChevronDown {...SMALL_ICON} />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => onChange(null)}>{t('ui.all')}</Menu.Item>
        {options.map((option) => (
          <Menu.Item key={option.value} onClick={() => onChange(option.value)} fw={option.value === value ? 600 : 400}>
            {option.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export const FilterDivider = () => <span className={classes.divider} aria-hidden />
