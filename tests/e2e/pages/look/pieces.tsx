import { Button } from '@mantine/core'
import { IconClock, IconMapPin, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { usePageTitle } from '../../../../src/renderer/lib/page-title.tsx'
import { PersonChip } from '../../../../src/renderer/ui/avatar.tsx'
import { Columns, Pane } from '../../../../src/renderer/ui/columns.tsx'
import { useConfirm } from '../../../../src/renderer/ui/confirm.tsx'
import { DataTable } from '../../../../src/renderer/ui/data-table.tsx'
import { DateField, DateTimeField, TimeField } from '../../../../src/renderer/ui/date-field.tsx'
import { DescriptionList, IconFacts } from '../../../../src/renderer/ui/description-list.tsx'
import { Form, FormActions } from '../../../../src/renderer/ui/dialog.tsx'
import { EmptyState } from '../../../../src/renderer/ui/empty-state.tsx'
import { ChoiceCard, Figures } from '../../../../src/renderer/ui/figure.tsx'
import { FilterButton, FilterDivider, FilterMenu } from '../../../../src/renderer/ui/filter-button.tsx'
import { SMALL_ICON } from '../../../../src/renderer/ui/icon-size.ts'
import { MARK_GLYPHS, MarkChip, MarkCount, MarkWord, type Mark } from '../../../../src/renderer/ui/mark-chip.tsx'
import { ErrorNotice, FieldError, FormProblems, Notice } from '../../../../src/renderer/ui/notice.tsx'
import { ReceiptLabel, type ReceiptState } from '../../../../src/renderer/ui/receipt-label.tsx'
import { SaveState } from '../../../../src/renderer/ui/save-state.tsx'
import { PageHeader, Screen, Toolbar } from '../../../../src/renderer/ui/screen.tsx'
import { GroupHead, ListRow, RowList, Section } from '../../../../src/renderer/ui/section.tsx'
import { Segmented } from '../../../../src/renderer/ui/segmented.tsx'
import { StageLabel, type StageShape } from '../../../../src/renderer/ui/stage-ring.tsx'
import { Tag } from '../../../../src/renderer/ui/tag.tsx'
import { TextButton } from '../../../../src/renderer/ui/text-button.tsx'
import { useToasts } from '../../../../src/renderer/ui/toast.tsx'
import { WindowBar, WindowLegend } from '../../../../src/renderer/ui/window-bar.tsx'

const MARKS = Object.keys(MARK_GLYPHS) as readonly Mark[]
const STAGES: readonly StageShape[] = ['dashed', 'quarter', 'half', 'three-quarters', 'triangle', 'tick', 'cross', 'arrow']
const RECEIPTS: readonly ReceiptState[] = ['here', 'colleague', 'received', 'returned', 'accepted', 'choice']

export function PiecesScreen() {
  return (
    <Screen>
      <PageHeader
        title="Wednesday 5 March 2025"
        sub="Day 3 of 5 · 5 meetings · 2 held"
        actions={<Button leftSection={<IconPlus {...SMALL_ICON} />}>Meeting</Button>}
        below={
          <Figures
            label="Figures"
            items={[
              { key: 'held', value: '9 of 18', label: 'meetings held', href: '#/directory' },
              { key: 'agreed', value: 14, label: 'agreements' },
            ]}
          />
        }
      />
      <Columns
        list={{ label: 'Contacts', width: 18.75, isPadded: false, content: <Contacts /> }}
        main={{ label: 'Pieces', content: <Pieces /> }}
        rail={{ label: 'What came out of it', content: <Rail /> }}
      />
    </Screen>
  )
}

function Contacts() {
  return (
    <>
      <GroupHead title="People" count={2} />
      <RowList>
        <ListRow
          isInPane
          isSelected
          isStrong
          title="Sho Sato"
          sub="IGDA, Chairman"
          href="#/directory"
          trailing={<MarkChip mark="theirs" />}
        />
        <ListRow isInPane title="Akihiro Sakurai" sub="Advisor to the Minister" href="#/directory" />
      </RowList>
    </>
  )
}

function Pieces() {
  const toasts = useToasts()
  const confirm = useConfirm()
  const [answer, setAnswer] = useState('')
  const ask = async (): Promise<void> => {
    const isSure = await confirm({
      title: 'Delete the meeting?',
      body: 'Its notes go to the trash with it.',
      confirmLabel: 'Delete the meeting',
      isDanger: true,
    })
    setAnswer(isSure ? 'confirmed' : 'refused')
  }
  return (
    <>
      <Section title="Marks" count={MARKS.length} action={<TextButton href="#/directory">All</TextButton>}>
        <p style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
          {MARKS.map((mark) => (
            <MarkWord key={mark} mark={mark} />
          ))}
          <MarkCount mark="agreed" count={2} />
        </p>
      </Section>
      <Section title="Stages">
        <p style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
          {STAGES.map((shape) => (
            <StageLabel key={shape} shape={shape}>
              {shape}
            </StageLabel>
          ))}
        </p>
      </Section>
      <Section title="Windows">
        <div style={{ position: 'relative', height: 36 }}>
          <WindowBar
            tone="owe"
            left={0}
            width={20}
            isStartSoft={false}
            isEndSoft={false}
            words="by 14 March"
            label="by 14 March: to 14 March 2025"
          />
          <WindowBar
            tone="theirs"
            left={120}
            width={150}
            isStartSoft
            isEndSoft
            words="between March and April"
            label="between March and April: 1 March to 30 April"
          />
          <WindowBar
            tone="agreed"
            left={300}
            width={160}
            isStartSoft={false}
            isEndSoft
            words="this year"
            label="this year: to 31 December 2025"
            href="#/directory"
          />
        </div>
        <WindowLegend isSoft={false}>edge as stated</WindowLegend> <WindowLegend isSoft>loose edge, as spoken</WindowLegend>
      </Section>
      <Section title="Receipts and saving">
        <p style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
          {RECEIPTS.map((state) => (
            <ReceiptLabel key={state} state={state} at="10:42" isLong />
          ))}
        </p>
        <SaveState status={{ kind: 'saved', at: '13:58' }} />
      </Section>
      <Section title="Notices">
        <Notice tone="open" actions={<TextButton onClick={() => undefined}>Compare</TextButton>}>
          “Sato Sho, IGDA” was entered by a colleague. One person?
        </Notice>
        <ErrorNotice what="The file could not be read" safe="Nothing was imported." todo="Choose another file." />
      </Section>
      <Section title="Answers">
        <p>
          <Button onClick={() => void ask()}>Ask</Button>{' '}
          <Button variant="default" onClick={() => toasts.offerUndo({ message: 'Moved to the trash', onUndo: () => setAnswer('undone') })}>
            Delete
          </Button>{' '}
          <span data-testid="answer">{answer}</span>
        </p>
      </Section>
      <ChoiceCard
        icon={<IconPlus {...SMALL_ICON} />}
        title="Start a new visit"
        sub="Place and dates are enough. The rest can wait."
        isPrimary
        onChoose={() => undefined}
      />
    </>
  )
}

function Rail() {
  return (
    <>
      <Section title="Agreed" count={2}>
        <RowList>
          <ListRow
            leading={<MarkChip mark="agreed" />}
            title="IT outsourcing centre in Uzbekistan"
            sub="floated"
            onOpen={() => undefined}
            trailing={<ReceiptLabel state="here" />}
          />
          <ListRow leading={<MarkChip mark="owe" />} title="Residency terms and draft programme" trailing={<Tag tone="owe">no note</Tag>} />
        </RowList>
      </Section>
      <IconFacts
        items={[
          { key: 'place', icon: <IconMapPin {...SMALL_ICON} />, text: 'AJA office, Tokyo' },
          { key: 'time', icon: <IconClock {...SMALL_ICON} />, text: 'in 26 min' },
        ]}
      />
      <p style={{ display: 'flex', gap: 6, flexWrap: 'wrap' }}>
        <PersonChip initials="AS" tone="ours" href="#/directory">
          A. Sakurai, head of delegation
        </PersonChip>
        <PersonChip initials="1" tone="other" remove={{ label: 'Take out: Executive', onRemove: () => undefined }}>
          Executive, chair
        </PersonChip>
      </p>
      <DescriptionList
        isLarge
        labelWidth={6}
        items={[
          { label: 'Native', value: '佐藤', language: 'ja', note: 'typed' },
          { label: 'Latin', value: 'Sato' },
        ]}
      />
    </>
  )
}

export function FormScreen() {
  const [day, setDay] = useState<string | null>('2025-03-05')
  const [time, setTime] = useState<string | null>('13:30')
  const [start, setStart] = useState<string | null>('2025-03-05T13:30')
  usePageTitle('Tokyo, March 2025')
  return (
    <Screen>
      <PageHeader title="Form" />
      <Pane label="Form">
        <Form label="Meeting" onSubmit={() => undefined}>
          <FormProblems title="Not saved" problems={[{ fieldId: 'day', message: 'The end is before the start' }]} />
          <DateField id="day" label="Day" value={day} onChange={setDay} />
          <TimeField label="Time" value={time} onChange={setTime} />
          <DateTimeField label="Start" dayLabel="Start day" timeLabel="Start time" value={start} onChange={setStart} />
          <FieldError>The end is before the start</FieldError>
          <FormActions saveLabel="Save" onCancel={() => undefined} />
        </Form>
        <output data-testid="form">{JSON.stringify({ day, time, start })}</output>
      </Pane>
    </Screen>
  )
}

type Row = { readonly id: string; readonly mark: Mark; readonly text: string; readonly organization: string }
const rows = (group: string, count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${group}-${index}`,
    mark: (['agreed', 'owe', 'theirs'] as const)[index % 3] ?? 'agreed',
    text: `${group}, item ${index + 1}`,
    organization: ['METI', 'Daiwa House', 'IGDA'][index % 3] ?? '',
  }))

export function TableScreen() {
  const [view, setView] = useState<'table' | 'board'>('table')
  const [organization, setOrganization] = useState<string | null>(null)
  const isLong = new URLSearchParams(location.search).has('long')
  return (
    <Screen>
      <PageHeader
        title="Register"
        actions={
          <>
            <Segmented
              label="View"
              value={view}
              options={[
                { value: 'table', label: 'Table' },
                { value: 'board', label: 'Board' },
              ]}
              onChange={setView}
            />
            <Button leftSection={<IconPlus {...SMALL_ICON} />}>Agreement</Button>
          </>
        }
      />
      <Toolbar label="Filters">
        <FilterButton isOn count={25} onClick={() => undefined}>
          All
        </FilterButton>
        <FilterButton isOn={false} mark="agreed" count={14} onClick={() => undefined}>
          Agreed
        </FilterButton>
        <FilterDivider />
        <FilterMenu label="Organization" value={organization} options={[{ value: 'meti', label: 'METI' }]} onChange={setOrganization} />
      </Toolbar>
      <DataTable
        label="Agreements and commitments"
        first={{ title: 'What', width: '32%', text: (row: Row) => row.text, leading: (row) => <MarkChip mark={row.mark} /> }}
        columns={[
          { key: 'organization', title: 'Organization', cell: (row) => row.organization },
          { key: 'stage', title: 'Stage', cell: () => <StageLabel shape="quarter">agreed orally</StageLabel> },
          { key: 'owner', title: 'Owner', isWideOnly: true, cell: () => 'Both sides' },
          { key: 'receipt', title: 'Receipt', cell: () => <ReceiptLabel state="received" at="10:42" /> },
        ]}
        groups={[
          { key: 'ict', title: 'ICT Week 2025', rows: rows('ICT Week', isLong ? 5_000 : 4) },
          { key: 'game', title: 'GameFest 2025', rows: rows('GameFest', isLong ? 5_000 : 3) },
        ]}
        rowKey={(row) => row.id}
        rowHref={(row) => `#/visit/x/register?item=${row.id}`}
        selectedKey="GameFest-2"
      />
    </Screen>
  )
}

export function EmptyScreen() {
  return (
    <Screen>
      <PageHeader title="Register" />
      <EmptyState
        example={
          <>
            <MarkWord mark="agreed">We will hold the forum together</MarkWord>
            <br />
            <MarkWord mark="owe">We send the terms by 14 March</MarkWord>
          </>
        }
        title="Nothing agreed yet"
        actions={
          <>
            <Button leftSection={<IconPlus {...SMALL_ICON} />}>Plan a meeting</Button>
            <TextButton onClick={() => undefined}>Add one by hand</TextButton>
          </>
        }
      >
        Write down what both sides settled. It appears here with its date and its meeting.
      </EmptyState>
    </Screen>
  )
}

export function BrokenScreen(): never {
  throw new Error('This screen was made to break')
}
