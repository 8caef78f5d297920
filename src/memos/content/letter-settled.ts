import { textOf } from './agreement-parts.ts'
import { partnersOfAgreement, partnersOfCommitment } from './concerns.ts'
import type { LetterSetting } from './letter-setting.ts'
import { NOTHING, hasWords, paragraph, type Part } from './memo.ts'
import { organizationName } from './names.ts'
import { deadlineWords } from './times.ts'
import type { FileAgreement, Placed, FileCommitment } from './visit-index.ts'

/**
 * What a letter says was agreed, as the items of a list. The file holds no other agreements and commitments of the
 * organization than those that a letter may name: see `audience.ts`.
 */
export function settledItems(setting: LetterSetting): Part[][] {
  const { visit, organization } = setting
  return [
    ...visit.agreements
      .filter(({ record }) => partnersOfAgreement(visit, record).includes(organization.key))
      .map(({ record }) => agreementItem(record, setting)),
    ...visit.commitments
      .filter(({ record }) => partnersOfCommitment(visit, record).includes(organization.key))
      .map((commitment) => commitmentItem(commitment, setting)),
  ]
}

function agreementItem(record: FileAgreement, { phrases, labels }: LetterSetting): Part[] {
  const deadline = deadlineWords(record.window, labels)
  return [paragraph(textOf(record)), ...(deadline === undefined ? [] : [paragraph(phrases.when(deadline), 'small')])]
}

/** Who of our own people does what we owe is our affair: the other side is promised it by the ministry. */
function commitmentItem(commitment: Placed<FileCommitment>, setting: LetterSetting): Part[] {
  const { visit, organization, phrases, labels } = setting
  const { record } = commitment
  const { ministry } = visit.file.visit
  const theirs = hasWords(record.owner) ? record.owner.trim() : organizationName(organization, labels)
  const owner = record.direction === 'they-owe' ? theirs : hasWords(ministry) ? ministry.trim() : labels.side['we-owe']
  const facts = [phrases.responsible(owner), phrases.when(requiredDeadline(commitment, setting))]
  return [paragraph(textOf(record)), paragraph(facts.join(labels.language === 'ja' ? '　' : ' · '), 'small')]
}

function requiredDeadline({ record, path }: Placed<FileCommitment>, { labels, gaps }: LetterSetting): string {
  const words = deadlineWords(record.window, labels)
  if (words !== undefined) return words
  const place = { kind: 'commitment' as const, key: record.key, path: `${path}.window`, of: textOf(record) }
  gaps.note({ what: 'deadline', ...place, ...(record.id === undefined ? {} : { id: record.id }) })
  return NOTHING
}
