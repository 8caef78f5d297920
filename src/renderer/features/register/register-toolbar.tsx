import { useTranslation } from 'react-i18next'
import { FilterButton, FilterDivider, FilterMenu } from '../../ui/filter-button.tsx'
import { Toolbar } from '../../ui/screen.tsx'
import { isNarrowed, WINDOWS, type RegisterFilter } from './register-filter.ts'
import { STAGES, type countMarks, type Named } from './register-queries.ts'

type Change = (change: Readonly<Record<string, string | null>>) => void

type RegisterToolbarProps = {
  readonly filter: RegisterFilter
  readonly counts: ReturnType<typeof countMarks>
  readonly organizations: readonly Named[]
  readonly programmes: readonly Named[]
  readonly onChange: Change
}

/** The same filters above all three views; all of them stand in the address. */
export function RegisterToolbar({ filter, counts, organizations, programmes, onChange }: RegisterToolbarProps) {
  const { t } = useTranslation()
  return (
    <Toolbar label={t('register.filters')}>
      <SignButtons filter={filter} counts={counts} onChange={onChange} />
      <FilterDivider />
      <FilterMenu
        label={t('kind.organization')}
        value={filter.organization}
        options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(organization) => onChange({ organization })}
      />
      <FilterMenu
        label={t('register.windowFilter')}
        value={filter.window}
        options={WINDOWS.map((value) => ({ value, label: t(`register.windows.${value}`) }))}
        onChange={(window) => onChange({ window })}
      />
      <FilterMenu
        label={t('register.stage')}
        value={filter.stage}
        options={STAGES.map((value) => ({ value, label: t(`value.${value}`) }))}
        onChange={(stage) => onChange({ stage })}
      />
      <FilterMenu
        label={t('kind.programme')}
        value={filter.programme}
        options={programmes.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(programme) => onChange({ programme })}
      />
      <FilterButton isOn={filter.isOpenOnly} onClick={() => onChange({ open: filter.isOpenOnly ? null : 'yes' })}>
        {t('register.openOnly')}
      </FilterButton>
      {isNarrowed(filter) && (
        <FilterButton isOn={false} onClick={() => onChange({ organization: null, window: null, stage: null, programme: null, open: null })}>
          {t('register.clear')}
        </FilterButton>
      )}
    </Toolbar>
  )
}

type SignButtonsProps = Pick<RegisterToolbarProps, 'filter' | 'counts' | 'onChange'>

function SignButtons({ filter: { kind, direction }, counts, onChange }: SignButtonsProps) {
  const { t } = useTranslation()
  // "Commitments" alone, as the visit's page links to it, is both directions.
  const isBoth = kind === 'commitment' && direction === null
  return (
    <>
      <FilterButton isOn={kind === null && direction === null} count={counts.all} onClick={() => onChange({ kind: null, direction: null })}>
        {t('ui.all')}
      </FilterButton>
      <FilterButton
        mark="agreed"
        isOn={kind === 'agreement' && direction === null}
        count={counts.agreed}
        onClick={() => onChange({ kind: 'agreement', direction: null })}
      >
        {t('mark.agreed')}
      </FilterButton>
      <FilterButton
        mark="owe"
        isOn={direction === 'we-owe' || isBoth}
        count={counts.owe}
        onClick={() => onChange({ kind: null, direction: 'we-owe' })}
      >
        {t('mark.owe')}
      </FilterButton>
      <FilterButton
        mark="theirs"
        isOn={direction === 'they-owe' || isBoth}
        count={counts.theirs}
        onClick={() => onChange({ kind: null, direction: 'they-owe' })}
      >
        {t('mark.theirs')}
      </FilterButton>
    </>
  )
}
