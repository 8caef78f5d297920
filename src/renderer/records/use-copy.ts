import { useTranslation } from 'react-i18next'
import { useToasts } from '../ui/toast.tsx'
import { useWorkspace } from './workspace.tsx'

/** Copies a text and says so, or says how to copy it by hand. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation()
  const { desktop } = useWorkspace()
  const toasts = useToasts()
  return async (text) => {
    if (await desktop.copyText(text)) toasts.say(t('people.copied'))
    else toasts.warn(t('ui.notCopied'))
  }
}
