import { Button } from '@mantine/core'
import type { FileProblem } from '@shared/domain/visit-file-references.ts'
import type { ParseKeys } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../ui/notice.tsx'
import classes from './visit-import.module.css'

/** More would not be read; mending these often mends the rest. */
const SHOWN = 200

const WORDS = {
  'not-a-visit-file': 'visitFile.problem.not-a-visit-file',
  'newer-format': 'visitFile.problem.newer-format',
  'not-json': 'visitFile.problem.not-json',
  'not-text': 'visitFile.problem.not-text',
  'too-large': 'visitFile.problem.too-large',
  'too-deep': 'visitFile.problem.too-deep',
  'too-long': 'visitFile.problem.too-long',
  'not-storable': 'visitFile.problem.not-storable',
  'unknown-field': 'visitFile.problem.unknown-field',
  missing: 'visitFile.problem.missing',
  required: 'visitFile.problem.required',
  'property-twice': 'visitFile.problem.property-twice',
  'key-not-found': 'visitFile.problem.key-not-found',
  'key-used-twice': 'visitFile.problem.key-used-twice',
  'id-used-twice': 'visitFile.problem.id-used-twice',
  'listed-twice': 'visitFile.problem.listed-twice',
  'parent-loop': 'visitFile.problem.parent-loop',
  'second-minute': 'visitFile.problem.second-minute',
  'not-a-day': 'visitFile.problem.not-a-day',
  'not-a-time': 'visitFile.problem.not-a-time',
  'not-a-zone': 'visitFile.problem.not-a-zone',
  'not-a-window': 'visitFile.problem.not-a-window',
  'not-an-id': 'visitFile.problem.not-an-id',
  'not-a-key': 'visitFile.problem.not-a-key',
  'not-a-code': 'visitFile.problem.not-a-code',
} as const satisfies Record<string, ParseKeys>

type FileProblemsProps = { readonly name: string; readonly problems: readonly FileProblem[]; readonly onChoose: () => void }

/** Everything that is wrong with a file, by the path in it, so that it can be mended there. */
export function FileProblems({ name, problems, onChoose }: FileProblemsProps) {
  const { t } = useTranslation()
  return (
    <>
      <ErrorNotice what={t('visitFile.wrong', { name })} safe={t('visitFile.nothingWritten')} todo={t('visitFile.mend')} />
      <ul className={classes.problems} aria-label={t('visitFile.problems')} tabIndex={0}>
        {problems.slice(0, SHOWN).map(({ path, code, detail }) => (
          <li key={`${path} ${code} ${detail ?? ''}`}>
            {path !== '' && <code className={classes.path}>{path}</code>}
            <span>
              {t(isKnown(code) ? WORDS[code] : 'visitFile.problem.wrong-value')}
              {detail !== undefined && <span className={classes.detail}> {detail}</span>}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > SHOWN && <p className={classes.detail}>{t('visitFile.more', { count: problems.length - SHOWN })}</p>}
      <Button variant="default" mt="md" onClick={onChoose}>
        {t('visitFile.chooseOther')}
      </Button>
    </>
  )
}

const isKnown = (code: string): code is keyof typeof WORDS => code in WORDS
