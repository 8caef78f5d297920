import { useMemo } from 'react'
import { languageOfText } from '../../lib/language.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { changedWords } from '../../records/changed-words.ts'
import classes from './two-versions.module.css'

type ChangedWordsProps = { /** Null where nobody knows: then nothing is marked. */ readonly before: string | null; readonly after: string }

/** A value, with the words that its author changed bold and underlined. */
export function ChangedWords({ before, after }: ChangedWordsProps) {
  const { language } = useFormats()
  const pieces = useMemo(() => changedWords(before ?? after, after, language), [before, after, language])
  return (
    <span className={classes.value} lang={languageOfText(after, language)}>
      {pieces.map(({ text, isChanged }, at) => {
        // Pieces have no identity but their place.
        const key = `${at} ${text}`
        return isChanged ? (
          <ins key={key} className={classes.changed}>
            {text}
          </ins>
        ) : (
          <span key={key}>{text}</span>
        )
      })}
    </span>
  )
}
