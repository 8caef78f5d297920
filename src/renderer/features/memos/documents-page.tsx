import { isDead } from '@shared/sync/deletion.ts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useRouteParam, useRouteSearch } from '../../lib/use-route.ts'
import { recordTitle } from '../../records/record-title.ts'
import { useIsOpen, useRecords, useStoredRecord } from '../../records/use-records.ts'
import { Columns } from '../../ui/columns.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader, Screen } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { detailsId } from './document-drafts.ts'
import { DocumentDetails } from './document-details.tsx'
import { DocumentList } from './document-list.tsx'
import { DocumentPreview } from './document-preview.tsx'
import { DocumentTools } from './document-tools.tsx'
import { choiceOf, inVisitOrder } from './memo-choice.ts'
import { SaveButton, SavedFiles } from './memo-save.tsx'
import { useDetails } from './use-details.ts'
import { useMadeMemo } from './use-made-memo.ts'
import { useSaveMemo } from './use-save-memo.ts'
import { letterheadOf, useTemplates } from './use-templates.ts'

/** The Word documents of a visit: what there is to make at the left, for whom and how beside it, and the page itself. */
export function DocumentsPage() {
  const { t } = useTranslation()
  const scope = useRouteParam('visitId')
  const isOpen = useIsOpen()
  const stored = useStoredRecord(scope, 'visit', scope)
  if (!isOpen) return <Skeleton />
  if (!stored || isDead(stored.cells)) return <EmptyState title={t('error.notFound')}>{t('error.notFoundTodo')}</EmptyState>
  return <OpenDocuments scope={scope} key={scope} />
}

function OpenDocuments({ scope }: { readonly scope: string }) {
  const { t } = useTranslation()
  const { language } = useFormats()
  const [search, changeSearch] = useRouteSearch()
  const subjects = useSubjects(scope)
  const choice = choiceOf(search, subjects, language)
  const [details, changeDetails] = useDetails(detailsId(scope, choice))
  const { templates, reload } = useTemplates()
  const template = letterheadOf(templates, choice)
  const isRead = templates !== undefined
  const setting = useMemo(
    () => (details === undefined || !isRead ? undefined : { details, letterhead: template?.bytes }),
    [details, isRead, template],
  )
  const { made, retry } = useMadeMemo(scope, choice, setting)
  const saving = useSaveMemo(scope, detailsId(scope, choice), made)
  return (
    <Screen>
      <PageHeader
        title={t('place.documents')}
        actions={
          <>
            <DocumentTools scope={scope} choice={choice} templates={templates ?? []} onTemplatesChange={reload} />
            <SaveButton made={made} saving={saving} />
          </>
        }
      />
      <Columns
        list={{
          label: t('documents.list'),
          width: 16.5,
          isPadded: false,
          content: <DocumentList scope={scope} choice={choice} subjects={subjects} templates={templates ?? []} onChoose={changeSearch} />,
        }}
        detail={{
          label: t('memo.choices'),
          width: 21,
          content: (
            <>
              <DocumentDetails
                scope={scope}
                choice={choice}
                details={details ?? {}}
                organizations={subjects.named}
                made={made}
                letterhead={template?.name}
                onChoose={changeSearch}
                onChange={changeDetails}
              />
              <SavedFiles made={made} saving={saving} />
            </>
          ),
        }}
        main={{ label: t('memo.preview'), isPadded: false, content: <DocumentPreview made={made} choice={choice} onRetry={retry} /> }}
      />
    </Screen>
  )
}

function useSubjects(scope: string) {
  const formats = useFormats()
  const meetings = useRecords(scope, 'meeting')
  const organizations = useRecords(scope, 'organization')
  return useMemo(() => {
    const nameOf = (record: (typeof organizations)[number]) => ({
      name: recordTitle({ kind: 'organization', record }, formats.language),
      id: record.id,
    })
    const byName = (a: (typeof organizations)[number], b: (typeof organizations)[number]): number =>
      nameOf(a).name < nameOf(b).name ? -1 : 1
    const organization = [...organizations].sort(byName)
    return { meeting: inVisitOrder(meetings), organization, named: organization.map(nameOf) }
  }, [meetings, organizations, formats.language])
}
