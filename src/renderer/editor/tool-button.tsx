import { ActionIcon, Tooltip, type ActionIconProps } from '@mantine/core'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { KeyCaps } from '../ui/key-caps.tsx'
import classes from './note-editor.module.css'

type ToolButtonProps = Omit<ActionIconProps, 'children'> &
  Omit<ComponentPropsWithRef<'button'>, keyof ActionIconProps | 'children'> & {
    readonly label: string
    readonly icon: ReactNode
    /** The keys that do the same, shown in the tooltip. */
    readonly combo?: string
    /** Given for a tool that is on or off. */
    readonly isOn?: boolean
    /** Cannot act now: stays reachable, so that the keyboard does not lose its place. */
    readonly isOff?: boolean
  }

/** One tool of the toolbar. A press leaves the cursor, and a composition, in the text. */
export function ToolButton({ label, icon, combo, isOn, isOff = false, onClick, ...rest }: ToolButtonProps) {
  return (
    <Tooltip
      // What it has opened says more, and stands in the same place.
      disabled={rest['aria-expanded'] === true}
      label={
        <span className={classes.tip}>
          {label}
          {combo !== undefined && <KeyCaps combo={combo} />}
        </span>
      }
    >
      <ActionIcon
        {...rest}
        className={classes.tool}
        data-tool
        aria-label={label}
        aria-pressed={isOn}
        aria-disabled={isOff || undefined}
        onMouseDown={(event) => event.preventDefault()}
        onClick={isOff ? undefined : onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}
