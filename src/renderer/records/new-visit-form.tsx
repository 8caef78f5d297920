import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DateField } from '../ui/date-field.tsx'
import { createVisit, visitProblems, zoneOfCity } from './create-visit.ts'
import { FieldGrid } from './field-row.tsx'
import { SaveForm } from './save-form.tsx'
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
  const create = async (_changed: Partial<typeof NOTHING>, values: typeof NOTHING) => {
    const created = await createVisit(workspace, values)
    if (created.ok) onCreated(created.value)
    return created
  }
  return (
    <SaveForm
      draftId="visit:new"
      label={t('visits.new')}
      stored={NOTHING}
      fieldLabels={labels}
      saveLabel={t('visits.create')}
      check={visitProblems}
      save={create}
      onSaved={() => undefined}
      onCancel={onCancel}
    >
      {({ values, set, problem, fieldId }) => (
        <>
          <TextInput
            id={fieldId('title')}
            label={labels.title}
            placeholder={t('visits.titleExample')}
            withAsterisk
            autoFocus
            value={values.title}
            error={problem('title')}
            onChange={(event) => set('title', event.currentTarget.value)}
          />
          <FieldGrid>
            <TextInput
              id={fieldId('city')}
              label={labels.city}
              value={values.city}
              error={problem('city')}
              onChange={(event) => {
                const city = event.currentTarget.value
                set('city', city)
                const zone = zoneOfCity(city)
                if (zone !== undefined) set('zone', zone)
              }}
            />
            <ZoneSelect
              id={fieldId('zone')}
              label={labels.zone}
              value={values.zone}
              onChange={(zone) => set('zone', zone)}
              error={problem('zone')}
            />
            <DateField
              id={fieldId('startDay')}
              label={labels.startDay}
              value={values.startDay}
              error={problem('startDay')}
              onChange={(day) => set('startDay', day)}
            />
            <DateField
              id={fieldId('endDay')}
              label={labels.endDay}
              value={values.endDay}
              error={problem('endDay')}
              onChange={(day) => set('endDay', day)}
            />
          </FieldGrid>
        </>
      )}
    </SaveForm>
  )
}
