import { Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template } from '../../db/templates.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SMALL_ICON } from '../../ui/icon-size.ts'
import { ControlSheetForm } from './control-sheet-form.tsx'
import { Letterheads } from './letterheads.tsx'
import type { MemoChoice } from './memo-choice.ts'
import { TakeBack } from './take-back.tsx'

type DocumentToolsProps = {
  readonly scope: string
  readonly choice: MemoChoice
  readonly templates: readonly Template[]
  readonly onTemplatesChange: () => Promise<void>
}

type Tool = 'letterheads' | 'takeBack' | 'sheet'

/** What is done with documents besides making one: the ministry's paper, a file that came back, a sheet to control by. */
export function DocumentTools({ scope, choice, templates, onTemplatesChange }: DocumentToolsProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Tool | null>(null)
  const close = (): void => setOpen(null)
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDots {...SMALL_ICON} />}>
            {t('documents.tools')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('letterheads')}>{t('documents.letterheads.title')}</Menu.Item>
          <Menu.Item onClick={() => setOpen('takeBack')}>{t('documents.takeBack.title')}</Menu.Item>
          <Menu.Item onClick={() => setOpen('sheet')}>{t('documents.sheet.title')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog title={t('documents.letterheads.title')} isOpen={open === 'letterheads'} onClose={close} width={40}>
        <Letterheads choice={choice} templates={templates} onChange={onTemplatesChange} />
      </Dialog>
      <Dialog title={t('documents.takeBack.title')} isOpen={open === 'takeBack'} onClose={close} width={44}>
        <TakeBack templates={templates} />
      </Dialog>
      <Dialog title={t('documents.sheet.title')} isOpen={open === 'sheet'} onClose={close} width={32}>
        <ControlSheetForm scope={scope} choice={choice} />
      </Dialog>
    </>
  )
}
