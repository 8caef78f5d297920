import type { AgreementStatus } from '@shared/domain/agreement.ts'
import type { Visit } from '@shared/domain/visit.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { STAGE_SHAPES } from '../../records/agreement-stage.tsx'
import { createNamed } from '../../records/create-named.ts'
import { ForEditors } from '../../records/for-editors.tsx'
import { RecordTitle, useGoTo } from '../../records/record-link.tsx'
import { useScope } from '../../records/use-records.ts'
import { useWorkspace } from '../../records/workspace.tsx'
import { ListRow, RowList, Section } from '../../ui/section.tsx'
import { StageRing, type StageShape } from '../../ui/stage-ring.tsx'
import { TextButton } from '../../ui/text-button.tsx'
import { NameDialog } from '../../records/name-dialog.tsx'
import classes from './visit-page.module.css'
import { furthest, looseAgreements, organizationsOf, visitFeeds, type Feed } from './visit-queries.ts'

/** The rest is a click away in the register; its count stands in the head. */
const SHOWN = 12

/** The programmes that the visit's agreements feed, then the agreements that feed none. */
export function VisitFeeds({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation()
  const live = useScope(visit.id)
  const workspace = useWorkspace()
  const goTo = useGoTo()
  const [isNew, setIsNew] = useState(false)
  const feeds = visitFeeds(live)
  const loose = looseAgreements(live)
  const create = async (name: string): Promise<boolean> => {
    const created = await createNamed(workspace, { scope: visit.id, kind: 'programme', name })
    if (created.ok) goTo(`/visit/${visit.id}/programme/${created.value}`)
    return created.ok
  }
  return (
    <>
      <Section
        title={t('visit.feeds')}
        count={feeds.length}
        action={
          <ForEditors scope={visit.id}>
            <TextButton onClick={() => setIsNew(true)}>{t('programme.new')}</TextButton>
          </ForEditors>
        }
      >
        {feeds.length === 0 ? (
          <p className={classes.nothing}>{t('visit.feedsNothing')}</p>
        ) : (
          <RowList>
            {feeds.map((feed) => (
              <FeedRow key={feed.programme.id} feed={feed} visitId={visit.id} />
            ))}
          </RowList>
        )}
      </Section>
      {loose.length > 0 && (
        <Section
          title={t('visit.otherAgreements')}
          count={loose.length}
          action={<TextButton href={`#/visit/${visit.id}/register`}>{t('place.register')}</TextButton>}
        >
          <RowList>
            {loose.slice(0, SHOWN).map((agreement) => (
              <ListRow
                key={agreement.id}
                wraps
                leading={<StageRing shape={shapeOfStatus(agreement.status)} />}
                title={<RecordTitle kind="agreement" title={agreement.text} />}
                sub={[organizationsOf(live, [agreement]).join(', '), agreement.status && t(`value.${agreement.status}`)]
                  .filter(Boolean)
                  .join(' · ')}
                href={`#/visit/${visit.id}/agreement/${agreement.id}`}
              />
            ))}
          </RowList>
        </Section>
      )}
      <NameDialog
        title={t('programme.new')}
        label={t('field.name')}
        placeholder={t('programme.nameExample')}
        saveLabel={t('programme.create')}
        isOpen={isNew}
        onClose={() => setIsNew(false)}
        onSave={create}
      />
    </>
  )
}

function FeedRow({ feed: { programme, agreements }, visitId }: { readonly feed: Feed; readonly visitId: string }) {
  const formats = useFormats()
  const live = useScope(visitId)
  const words = [programme.window?.words, programme.place, formats.list(organizationsOf(live, agreements))].filter(Boolean).join(' · ')
  return (
    <ListRow
      leading={<StageRing shape={shapeOfStatus(furthest(agreements))} />}
      title={<RecordTitle kind="programme" title={programme.name} />}
      {...(words === '' ? {} : { sub: words })}
      trailing={formats.number(agreements.length)}
      href={`#/visit/${visitId}/programme/${programme.id}`}
    />
  )
}

/** Dashed where nobody has named a step. */
const shapeOfStatus = (status: AgreementStatus | null): StageShape => (status === null ? 'dashed' : STAGE_SHAPES[status])
