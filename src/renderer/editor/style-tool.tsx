import { Menu } from '@mantine/core'
import { IconCheck, IconHeading } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { useTranslation } from 'react-i18next'
import { ICON, SMALL_ICON } from '../ui/icon-size.ts'
import { KeyCaps } from '../ui/key-caps.tsx'
import { run, setStyle, type TextStyle, type ToolState } from './note-commands.ts'
import { ToolButton } from './tool-button.tsx'

type StyleToolProps = { readonly editor: Editor; readonly state: ToolState }

const STYLES: readonly { readonly style: TextStyle; readonly combo: string }[] = [
  { style: 'paragraph', combo: 'mod+alt+0' },
  { style: 'heading1', combo: 'mod+alt+1' },
  { style: 'heading2', combo: 'mod+alt+2' },
  { style: 'heading3', combo: 'mod+alt+3' },
]

/** Headings, and the two marks that are rarely wanted. */
export function StyleTool({ editor, state }: StyleToolProps) {
  const { t } = useTranslation()
  const shared = { closeMenuOnClick: true, checkIcon: <IconCheck {...SMALL_ICON} /> }
  return (
    <Menu position="bottom-start" shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ToolButton label={t('editor.style')} icon={<IconHeading {...ICON} />} />
      </Menu.Target>
      <Menu.Dropdown>
        {STYLES.map(({ style, combo }) => (
          <Menu.RadioItem
            {...shared}
            key={style}
            value={style}
            checked={state.style === style}
            rightSection={<KeyCaps combo={combo} />}
            onChange={() => setStyle(editor, style)}
          >
            {t(`editor.${style}`)}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.CheckboxItem
          {...shared}
          checked={state.strike}
          rightSection={<KeyCaps combo="mod+shift+S" />}
          onChange={() => run(editor, (chain) => chain.toggleStrike())}
        >
          {t('editor.strike')}
        </Menu.CheckboxItem>
        <Menu.CheckboxItem
          {...shared}
          checked={state.code}
          rightSection={<KeyCaps combo="mod+E" />}
          onChange={() => run(editor, (chain) => chain.toggleCode())}
        >
          {t('editor.code')}
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  )
}
