import { useFormats } from '../../../../src/renderer/lib/use-formats.ts'
import { Pane } from '../../../../src/renderer/ui/columns.tsx'
import { DescriptionList } from '../../../../src/renderer/ui/description-list.tsx'
import { PageHeader, Screen } from '../../../../src/renderer/ui/screen.tsx'

const AT = Date.parse('2025-03-05T04:04:00Z')

/** One line for each format, as the browser itself writes it. */
export function FormatsScreen() {
  const f = useFormats()
  const spans = f.inZones({ start: '2025-03-05T13:30', end: '2025-03-05T14:30', zone: 'Asia/Tokyo', otherZone: 'Asia/Tashkent' })
  const names = ['Yoʻldosh', 'Oʻtkir', 'Shohruh', 'Zafar', 'Sobir'].map((name) => ({ name }))
  return (
    <Screen>
      <PageHeader title="Formats" />
      <Pane label="Formats">
        <DescriptionList
          items={[
            { label: 'full', value: f.day('2025-03-05', 'full') },
            { label: 'long', value: f.day('2025-03-05', 'long') },
            { label: 'weekday', value: f.day('2025-03-05', 'weekday') },
            { label: 'short', value: f.day('2025-03-05', 'short') },
            { label: 'month', value: f.month('2025-03') },
            { label: 'range', value: f.dayRange('2025-03-03', '2025-03-07', 'long') },
            { label: 'months', value: f.dayRange('2025-03-01', '2025-04-30', 'short') },
            { label: 'zones', value: spans.map((span) => `${span.times} ${span.city}`).join(' · ') },
            { label: 'moment', value: f.momentIn('Asia/Tokyo', AT - 86_400_000, AT) },
            { label: 'tomorrow', value: f.relativeDay('2025-03-06', '2025-03-05') },
            { label: 'days', value: f.relativeDay('2025-03-08', '2025-03-05') },
            { label: 'minutes', value: f.relativeMinutes(26) },
            { label: 'ago', value: f.relativeMinutes(-125) },
            { label: 'number', value: f.number(12_500.5, 1) },
            { label: 'amount', value: f.amount({ value: '1250000.50', currency: 'UZS' }) },
            { label: 'list', value: f.list(['METI', 'JETRO', 'MIC']) },
            {
              label: 'names',
              value: names
                .toSorted(f.compareNames)
                .map(({ name }) => name)
                .join(' '),
            },
          ]}
        />
      </Pane>
    </Screen>
  )
}
