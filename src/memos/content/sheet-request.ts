import type { Language } from '@shared/domain/record.ts'
import type { Audience } from './request.ts'

/** The columns that a control sheet may have, in the order in which they stand. */
export const SHEET_COLUMNS = ['task', 'basis', 'executor', 'deadline', 'status'] as const
export type SheetColumn = (typeof SHEET_COLUMNS)[number]

export const SHEET_FORMATS = ['xlsx', 'csv', 'docx'] as const
export type SheetFormat = (typeof SHEET_FORMATS)[number]

/** @property columns at least one; they stand in the order of {@link SHEET_COLUMNS} whatever the order here */
export type SheetRequest = { readonly language: Language; readonly audience: Audience; readonly columns: readonly SheetColumn[] }
