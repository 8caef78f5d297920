import type { TFunction } from 'i18next'
import { INTERFACE_LANGUAGES, LANGUAGE_NAMES, type Language } from '../../lib/language.ts'
import { fold } from '../../records/fold.ts'

/** Something to do, as a line of the palette. */
export type SearchCommand = { readonly key: string; readonly label: string; readonly run: () => void }

/** What a command may touch; nothing of it is imported. */
export type CommandPorts = {
  readonly visitId: string | null
  /** The places that have a page, as routes. */
  readonly paths: readonly string[]
  readonly goTo: (path: string) => void
  readonly newVisit: () => void
  readonly newRecord: (kind: 'agreement' | 'commitment') => void
  readonly setLook: (change: { theme?: 'system' | 'light' | 'dark'; language?: Language }) => void
  readonly print: () => void
}

const PLACES = [
  ['/visit/$visitId/day', 'place.day'],
  ['/visit/$visitId', 'place.visit'],
  ['/visit/$visitId/meetings', 'place.meetings'],
  ['/visit/$visitId/register', 'place.register'],
  ['/directory', 'place.directory'],
  ['/exchange', 'place.exchange'],
  ['/overview', 'place.overview'],
  ['/visits', 'place.visits'],
  ['/trash', 'place.trash'],
  ['/settings', 'place.settings'],
] as const

/** Everything that the palette can do. Places without a page, and what needs a visit while there is none, are left out. */
export function searchCommands(t: TFunction, ports: CommandPorts): SearchCommand[] {
  const { visitId } = ports
  const places = PLACES.filter(([path]) => ports.paths.includes(path) && (visitId !== null || !path.includes('$visitId')))
  return [
    { key: 'new-visit', label: t('visits.new'), run: ports.newVisit },
    ...(visitId === null
      ? []
      : [
          { key: 'new-agreement', label: t('register.addAgreement'), run: () => ports.newRecord('agreement') },
          { key: 'new-commitment', label: t('register.addCommitment'), run: () => ports.newRecord('commitment') },
        ]),
    ...places.map(([path, place]) => ({
      key: path,
      label: t('search.goTo', { place: t(place) }),
      run: () => ports.goTo(path.replace('$visitId', visitId ?? '')),
    })),
    { key: 'print', label: t('search.print'), run: ports.print },
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      key: theme,
      label: t(`search.theme.${theme}`),
      run: () => ports.setLook({ theme }),
    })),
    ...INTERFACE_LANGUAGES.map((language) => ({
      key: language,
      label: t('search.language', { language: LANGUAGE_NAMES[language] }),
      run: () => ports.setLook({ language }),
    })),
  ]
}

/** Commands whose words fit what was typed; the first few while nothing is. */
export function fittingCommands(commands: readonly SearchCommand[], typed: string, most: number): readonly SearchCommand[] {
  const words = fold(typed.trim()).split(/\s+/)
  return commands.filter(({ label }) => words.every((word) => fold(label).includes(word))).slice(0, most)
}

/** Somebody who types the name of a command means the command, whatever else has these words in it. */
export const isCommandNamed = (commands: readonly SearchCommand[], typed: string): boolean =>
  typed.trim() !== '' && commands.some(({ label }) => fold(label) === fold(typed.trim()))
