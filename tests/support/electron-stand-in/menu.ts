type Template = {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly accelerator?: string
  readonly click?: () => void
  readonly submenu?: readonly Template[]
}

const ROLES = new Set(
  'undo redo cut copy paste selectAll resetZoom zoomIn zoomOut togglefullscreen hide quit'.split(' ').map((role) => role.toLowerCase()),
)

/** What stands in for Electron's Menu. Keys are kept and checked but not pressed: the page's own keys come first in both. */
export class StandInMenu {
  static #current: StandInMenu | null = null
  readonly items: readonly Template[]

  constructor(items: readonly Template[]) {
    this.items = items
  }

  static buildFromTemplate(template: readonly Template[]): StandInMenu {
    for (const item of template.flatMap((entry) => [entry, ...(entry.submenu ?? [])])) check(item)
    return new StandInMenu(template)
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    StandInMenu.#current = menu
  }

  static getApplicationMenu(): StandInMenu | null {
    return StandInMenu.#current
  }

  getMenuItemById(id: string): Template | null {
    return this.items.flatMap((item) => [item, ...(item.submenu ?? [])]).find((item) => item.id === id) ?? null
  }
}

function check({ type, label, role, accelerator }: Template): void {
  if (type !== 'separator' && !label) throw new Error('Invalid menu item: it has no label')
  if (role !== undefined && !ROLES.has(role.toLowerCase())) throw new Error(`The stand-in for Electron does not model the role ${role}`)
  if (accelerator !== undefined && !/^((CmdOrCtrl|Shift|Alt)\+)+([A-Z0-9]|[,./])$/.test(accelerator)) {
    throw new Error(`Not an accelerator: ${accelerator}`)
  }
}
