import { Menu } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import type { ChainedCommands, Editor } from '@tiptap/core'
import { useTranslation } from 'react-i18next'
import { ICON } from '../ui/icon-size.ts'
import { insertTable, run } from './note-commands.ts'
import { ToolButton } from './tool-button.tsx'

type TableToolProps = { readonly editor: Editor; readonly isInTable: boolean }

const ACTIONS: readonly { readonly key: TableKey; readonly change: (chain: ChainedCommands) => ChainedCommands }[] = [
  { key: 'editor.rowAbove', change: (chain) => chain.addRowBefore() },
  { key: 'editor.rowBelow', change: (chain) => chain.addRowAfter() },
  { key: 'editor.columnBefore', change: (chain) => chain.addColumnBefore() },
  { key: 'editor.columnAfter', change: (chain) => chain.addColumnAfter() },
  { key: 'editor.mergeCells', change: (chain) => chain.mergeOrSplit() },
  { key: 'editor.headerRow', change: (chain) => chain.toggleHeaderRow() },
  { key: 'editor.deleteRow', change: (chain) => chain.deleteRow() },
  { key: 'editor.deleteColumn', change: (chain) => chain.deleteColumn() },
  { key: 'editor.deleteTable', change: (chain) => chain.deleteTable() },
]
type TableKey =
  | 'editor.rowAbove'
  | 'editor.rowBelow'
  | 'editor.columnBefore'
  | 'editor.columnAfter'
  | 'editor.mergeCells'
  | 'editor.headerRow'
  | 'editor.deleteRow'
  | 'editor.deleteColumn'
  | 'editor.deleteTable'

/** Outside a table it makes one; inside it offers what can be done with rows and columns. */
export function TableTool({ editor, isInTable }: TableToolProps) {
  const { t } = useTranslation()
  if (!isInTable) return <ToolButton label={t('editor.insertTable')} icon={<IconTable {...ICON} />} onClick={() => insertTable(editor)} />
  return (
    <Menu position="bottom-start" shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ToolButton label={t('editor.table')} icon={<IconTable {...ICON} />} />
      </Menu.Target>
      <Menu.Dropdown>
        {ACTIONS.map(({ key, change }) => (
          <Menu.Item key={key} onClick={() => run(editor, change)}>
            {t(key)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
