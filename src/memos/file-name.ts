import type { VisitFile } from '@shared/domain/visit-file.ts'
import type { MemoRequest } from './content/request.ts'
import { dayOf } from './content/times.ts'
import { indexVisit, type FileOrganization, type VisitIndex } from './content/visit-index.ts'

const LONGEST = 100
const ENDING = '.docx'
/** The name of an organization in a file name is cut here. */
const LONGEST_ORGANIZATION = 24

/**
 * `TYO2026_memcon_03-METI_uz-Latn_2026-11-24_v2.docx`: visit, kind, number and organization, language, day, version.
 * What the file does not say is left out with its underscore; only `[A-Za-z0-9._-]`, at most 100 characters. Two requests
 * of one file that make different papers have different names, also for a disk that does not tell capitals from small letters.
 */
export function memoFileName(file: VisitFile, request: MemoRequest): string {
  const visit = indexVisit(file)
  const meeting = visit.meeting(meetingKeyOf(request))
  const start = meeting?.record.start
  const parts = [
    kindOf(request),
    aboutWhat(visit, request),
    languageOf(request),
    start === undefined ? file.visit.startDay : dayOf(start),
    file.version === undefined ? undefined : `v${file.version}`,
  ]
  const own = parts.filter((part) => part !== undefined && part !== '').join('_')
  // The code is the same in all of a visit, so it is what is cut.
  const code = asciiName(file.visit.code ?? '').slice(0, LONGEST - ENDING.length - own.length - 1) || 'visit'
  return `${code}_${own}${ENDING}`
}

/** `memcon`, `memcon-bayonnoma-shared-draft`: in what a paper differs from the usual one of its kind, behind the kind. */
function kindOf(request: MemoRequest): string {
  const preset = 'preset' in request && !USUAL_PRESETS.includes(request.preset) ? request.preset : undefined
  const grouping = 'grouping' in request && request.grouping === 'month' ? 'by-month' : undefined
  const audience = request.kind !== 'letter' && request.audience === 'shared' ? 'shared' : undefined
  return [request.kind, preset, grouping, audience, request.isDraft === true ? 'draft' : undefined]
    .filter((one) => one !== undefined)
    .join('-')
}

const USUAL_PRESETS: readonly unknown[] = [undefined, 'memorandum', 'register']

/** A meeting, an organization, or all of the visit. */
function aboutWhat(visit: VisitIndex, request: MemoRequest): string {
  const meetingKey = meetingKeyOf(request)
  if (meetingKey !== undefined) return numberAndOrganization(visit, meetingKey)
  const isOfOne = request.kind === 'register' || request.kind === 'letter'
  const organization = isOfOne ? visit.organization(request.organizationKey) : undefined
  return organization === undefined ? 'all' : uniqueAscii(visit.file.organizations, organization)
}

/** Two organizations of a visit may have one short name, or none in Latin letters: the later ones in the file get a number. */
function uniqueAscii(organizations: readonly FileOrganization[], organization: FileOrganization): string {
  const nameOf = (one: FileOrganization): string => organizationAscii(one) || 'one'
  const name = nameOf(organization)
  const alike = organizations.filter((one) => nameOf(one).toLowerCase() === name.toLowerCase())
  const number = alike.indexOf(organization) + 1
  return number > 1 ? `${name}-${number}` : name
}

/** The meeting that a document is about, where it is about one. */
const meetingKeyOf = (request: MemoRequest): string | undefined =>
  request.kind === 'memcon' || request.kind === 'brief' ? request.meetingKey : undefined

/** `uz-Latn`, or `uz-Latn-ja` in two languages. */
function languageOf(request: MemoRequest): string {
  const second = request.secondLanguage
  return second === undefined || second === request.language ? request.language : `${request.language}-${second}`
}

const organizationAscii = ({ shortName, name, nativeName }: FileOrganization): string =>
  [shortName, name, nativeName].map((one) => asciiName(one ?? '')).find((one) => one !== '') ?? ''

/** `03-METI`: the number in the order of the visit, and the first organization by its short name. */
function numberAndOrganization(visit: VisitIndex, meetingKey: string): string {
  const meeting = visit.meeting(meetingKey)
  const organization = visit.organization(meeting?.record.organizations[0])
  const names = [organization === undefined ? '' : organizationAscii(organization), asciiName(meeting?.record.title ?? '')]
  const name = names.find((one) => one !== '')
  const number = String(meeting?.number ?? 0).padStart(2, '0')
  return name === undefined ? number : `${number}-${name}`
}

/** Cyrillic is written in Latin letters, accents go, everything else that a file name should not hold becomes a hyphen. */
export const asciiName = (text: string): string =>
  text
    .replaceAll(/[\u0400-\u04ff]/gu, latinLetter)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f\u2018\u2019\u02bb\u02bc']/g, '')
    .replaceAll(/[^A-Za-z0-9.]+/g, '-')
    .slice(0, LONGEST_ORGANIZATION)
    .replaceAll(/^[-.]+|[-.]+$/g, '')

function latinLetter(letter: string): string {
  const small = letter.toLowerCase()
  const latin = LATIN[small] ?? ''
  return letter === small ? latin : latin.charAt(0).toUpperCase() + latin.slice(1)
}

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'а-a б-b в-v г-g д-d е-e ё-yo ж-j з-z и-i й-y к-k л-l м-m н-n о-o п-p р-r с-s т-t у-u ф-f х-x ц-ts ч-ch ш-sh щ-shch ы-y э-e ' +
    'ю-yu я-ya ў-o қ-q ғ-g ҳ-h'
  )
    .split(' ')
    .map((pair) => pair.split('-')),
)
