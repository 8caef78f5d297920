import type { ReactNode } from 'react'
import classes from './fields.module.css'

type FieldsProps = { readonly mayEdit: boolean; readonly children: ReactNode }

/** The fields of a form. The browser switches off everything inside for those who may not change it; they read it like any text. Links stay links. */
export const Fields = ({ mayEdit, children }: FieldsProps) => (
  <fieldset className={classes.fields} disabled={!mayEdit}>
    {children}
  </fieldset>
)
