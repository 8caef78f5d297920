import { useCallback, useEffect, useState } from 'react'
import { readTemplates, type Template } from '../../db/templates.ts'
import { useWorkspace } from '../../records/workspace.tsx'

/** The letterheads of this laptop; undefined while they are read. */
export function useTemplates(): { readonly templates: readonly Template[] | undefined; readonly reload: () => Promise<void> } {
  const { database } = useWorkspace()
  const [templates, setTemplates] = useState<readonly Template[]>()
  const reload = useCallback(async () => setTemplates(await readTemplates(database)), [database])
  useEffect(() => {
    void readTemplates(database).then(setTemplates)
  }, [database])
  return { templates, reload }
}

export const letterheadOf = (
  templates: readonly Template[] | undefined,
  { kind, language }: { readonly kind: string; readonly language: string },
): Template | undefined => templates?.find((one) => one.use === kind && one.language === language)
