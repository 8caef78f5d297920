import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '../shared/domain/record.ts'
import type { MenuCommand } from '../shared/ipc/contract.ts'
import { MENU_LABELS, type MenuLabel } from './menu-labels.ts'

export type MenuOptions = {
  readonly language: Language
  readonly platform: string
  readonly onCommand: (command: MenuCommand) => void
}

/** Sets the application's menu. Its commands go to the page, which knows what they mean on the screen that is open. */
export function setMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

/** The keys are those of the page itself; a key that the page has taken for itself does not reach the menu. */
const KEYS: Partial<Record<MenuCommand, string>> = {
  search: 'CmdOrCtrl+K',
  'new-visit': 'CmdOrCtrl+Shift+N',
  settings: 'CmdOrCtrl+,',
  'export-memo': 'CmdOrCtrl+Shift+E',
  print: 'CmdOrCtrl+P',
  keys: 'CmdOrCtrl+/',
}

function menuTemplate({ language, platform, onCommand }: MenuOptions): MenuItemConstructorOptions[] {
  const words = MENU_LABELS[language]
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const command = (name: MenuCommand): MenuItemConstructorOptions => {
    const accelerator = KEYS[name]
    return { id: name, label: words[name], click: () => onCommand(name), ...(accelerator === undefined ? {} : { accelerator }) }
  }
  const role = (name: MenuLabel & MenuItemConstructorOptions['role']): MenuItemConstructorOptions => ({ role: name, label: words[name] })
  const application: MenuItemConstructorOptions = {
    label: 'Safarnoma',
    submenu: [command('about'), separator, command('settings'), separator, role('hide'), role('quit')],
  }
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [application] : []),
    {
      label: words.file,
      submenu: [
        command('new-visit'),
        command('export-memo'),
        command('print'),
        separator,
        command('exchange'),
        ...(isMac ? [] : [command('settings'), separator, role('quit')]),
      ],
    },
    { label: words.edit, submenu: [role('undo'), role('redo'), separator, role('cut'), role('copy'), role('paste'), role('selectAll')] },
    {
      label: words.view,
      submenu: [command('search'), separator, role('resetZoom'), role('zoomIn'), role('zoomOut'), separator, role('togglefullscreen')],
    },
    { label: words.help, submenu: [command('keys'), ...(isMac ? [] : [command('about')])] },
  ]
}
