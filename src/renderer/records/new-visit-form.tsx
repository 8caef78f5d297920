import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DateField } from '../ui/date-field.tsx'
import { createVisit, visitProblems, zoneOfCity } from './create-visit.ts'
import { FieldGrid } from './field-row.tsx'
import { fieldOf, SaveForm } from './save-form.tsx'
import { useWorkspace } from './workspace.tsx'
import { ZoneSelect } from './zone-select.tsx'

type NewVisitFormProps = { readonly onCreated: (visitId: string) => void; readonly onCancel: () => void }

const NOTHING = { title: '', city: '', zone: null as string | null, startDay: null as string | null, endDay: null as string | null }

/** A visit begins with a title; place and dates may be said at once or later. */
export function NewVisitForm({ onCreated, onCancel }: NewVisitFormProps) {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const labels = {
    title: t('field.title'),
    city: t('field.city'),
    zone: t('field.zone'),
    startDay: t('field.startDay'),
    endDay: t('field.endDay'),
  }
  return (
    <SaveForm
      draftId="visit:new"
      label={t('visits.new')}
      stored={NOTHING}
      fieldLabels={labels}
      saveLabel={t('visits.create')}
      check={visitProblems}
      save={(_changed, values) => createVisit(workspace, values)}
      onSaved={onCreated}
      onCancel={onCancel}
    >
      {(form) => (
        <>
          <TextInput
            {...fieldOf(form, labels, 'title')}
            placeholder={t('visits.titleExample')}
            withAsterisk
            autoFocus
            onChange={(event) => form.set('title', event.currentTarget.value)}
          />
          <FieldGrid>
            <TextInput
              {...fieldOf(form, labels, 'city')}
              onChange={(event) => {
                const city = event.currentTarget.value
                form.set('city', city)
                const zone = zoneOfCity(city)
                if (zone !== undefined) form.set('zone', zone)
              }}
            />
            <ZoneSelect {...fieldOf(form, labels, 'zone')} />
            <DateField {...fieldOf(form, labels, 'startDay')} />
            <DateField {...fieldOf(form, labels, 'endDay')} />
          </FieldGrid>
        </>
      )}
    </SaveForm>
  )
}
