import { TextInput } from '@mantine/core'
import type { Result } from '@shared/lib/result.ts'
import { languageOfText } from '../lib/language.ts'
import { useFormats } from '../lib/use-formats.ts'
import { ownEscape } from '../ui/own-escape.ts'
import { useProblemWords } from './problem-words.ts'
import { useAutosave } from './use-autosave.ts'

type AutosaveTextProps = {
  /** For voices: the row's head is the visible label. */
  readonly label: string
  readonly placeholder: string
  readonly value: string | null
  readonly save: (text: string | null) => Promise<Result<unknown, string>>
  readonly id?: string
  /** What Enter does after it has saved. */
  readonly onEnter?: () => void
}

/** One part of a field that holds several, such as the family name: saved like any other fact. */
export function AutosaveText({ label, placeholder, value, save, id, onEnter }: AutosaveTextProps) {
  const { language } = useFormats()
  const problemWords = useProblemWords()
  const autosave = useAutosave({ value, save })
  return (
    <TextInput
      id={id}
      aria-label={label}
      placeholder={placeholder}
      value={autosave.text}
      lang={languageOfText(autosave.text, language)}
      error={autosave.problem === null ? undefined : problemWords(autosave.problem)}
      onChange={(event) => autosave.change(event.currentTarget.value)}
      onBlur={() => void autosave.flush()}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape') autosave.revert()
        if (event.key === 'Enter') void autosave.flush().then((isSaved) => isSaved && onEnter?.())
      }}
      {...ownEscape(autosave.isEditing)}
      {...autosave.composition}
    />
  )
}
