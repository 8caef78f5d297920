import { useTranslation } from 'react-i18next'
import type { AttachmentState } from './attachment-queries.ts'

/** What a line says of where the bytes are, and why they stand still. */
export function useAttachmentWords(): (state: AttachmentState) => string {
  const { t } = useTranslation()
  return (state) => {
    if ('percent' in state) return t(`attachment.state.${state.at}`, { percent: state.percent })
    const words = t(`attachment.state.${state.at}`)
    const { problem } = state
    if (problem === null || state.at === 'damaged') return words
    if (problem === 'differs' || problem === 'damaged' || problem === 'disk-full') return `${words}. ${t(`attachment.problem.${problem}`)}`
    // Nothing goes on until somebody does something.
    if (problem === 'no-room') return `${words}. ${t('sync.problem.no-room')} ${t('sync.todo.no-room')}`
    // No network is weather: it goes on by itself.
    return ['offline', 'sign-in-needed', 'unavailable'].includes(problem) ? words : `${words}. ${t(`sync.problem.${problem}`)}`
  }
}
