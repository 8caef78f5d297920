import { Modal } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGoTo } from '../../records/record-link.tsx'
import { useRecordPanel } from '../../records/record-panel.tsx'
import { recordPath } from '../../records/record-place.ts'
import { useScopes } from '../../records/use-records.ts'
import { usePreferences, useWorkspace } from '../../records/workspace.tsx'
import { isInFront, useFrontPlace } from '../../ui/open-dialogs.ts'
import { SearchBox } from './search-box.tsx'
import { searchCommands, type SearchCommand } from './search-commands.ts'
import type { SearchEntry } from './search-index.ts'
import classes from './search.module.css'

type SearchPaletteProps = { readonly isOpen: boolean; readonly onClose: () => void }

/** Search and commands in one box, over everything that is on this laptop. */
export function SearchPalette({ isOpen, onClose }: SearchPaletteProps) {
  const { t } = useTranslation()
  const commands = useCommands()
  const openEntry = useOpenEntry()
  const [own] = useState(() => Symbol('search'))
  useFrontPlace(own, isOpen)
  return (
    <Modal
      opened={isOpen}
      onClose={() => {
        if (isInFront(own)) onClose()
      }}
      withCloseButton={false}
      size="50rem"
      yOffset="5.75rem"
      padding={0}
      radius={14}
      attributes={{ content: { 'aria-label': t('shell.search') } }}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
    >
      <SearchBox
        commands={commands}
        onOpen={(entry) => {
          onClose()
          openEntry(entry)
        }}
        onRun={(command) => {
          onClose()
          command.run()
        }}
        isOpen={isOpen}
      />
    </Modal>
  )
}

function useCommands(): readonly SearchCommand[] {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const { currentVisit } = usePreferences()
  const router = useRouter()
  const goTo = useGoTo()
  const openPanel = useRecordPanel()
  const scopes = useScopes()
  const visitId = scopes.some(({ scope }) => scope === currentVisit) ? currentVisit : null
  return searchCommands(t, {
    visitId,
    paths: Object.keys(router.routesByPath),
    goTo,
    newVisit: () => goTo('/visits?new=1'),
    newRecord: (kind) => {
      if (visitId !== null) openPanel({ kind, scope: visitId, id: null })
    },
    setLook: (change) => void workspace.setPreferences(change),
    // The palette must be gone from the page before the page is printed.
    print: () => setTimeout(() => window.print(), 200),
  })
}

/** Opens what was found; a record of another visit makes that visit the current one. */
function useOpenEntry(): (entry: SearchEntry) => void {
  const workspace = useWorkspace()
  const { currentVisit } = usePreferences()
  const scopes = useScopes()
  const goTo = useGoTo()
  return ({ scope, kind, id }) => {
    const live = scopes.find((one) => one.scope === scope)?.live
    if (scope !== currentVisit) void workspace.setPreferences({ currentVisit: scope })
    goTo(recordPath(scope, { kind, id }, live))
  }
}
