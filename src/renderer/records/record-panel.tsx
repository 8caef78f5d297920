import { createContext, Suspense, useContext, useMemo, useState, type ComponentType, type ReactNode } from 'react'

/** What is opened beside a screen: a record, or a new one (`id` null) with what is known of it. */
export type PanelTarget = {
  readonly kind: 'agreement' | 'commitment'
  readonly scope: string
  readonly id: string | null
  readonly meetingId?: string | null
  readonly agreementId?: string | null
  readonly direction?: 'we-owe' | 'they-owe'
}
export type PanelProps = { readonly target: PanelTarget; readonly onClose: () => void }
export type PanelForms = Readonly<Record<PanelTarget['kind'], ComponentType<PanelProps>>>

const OpenPanelContext = createContext<((target: PanelTarget) => void) | null>(null)

/** Once around the screens. The forms belong to their features, which may not know each other: the app hands them in. */
export function RecordPanelProvider({ forms, children }: { readonly forms: PanelForms; readonly children: ReactNode }) {
  const [target, setTarget] = useState<PanelTarget | null>(null)
  const open = useMemo(() => (next: PanelTarget) => setTarget(next), [])
  const Form = target === null ? null : forms[target.kind]
  return (
    <OpenPanelContext value={open}>
      {children}
      {/* A boundary of its own: while a form is fetched the screen stays, with the focus in it. */}
      <Suspense>
        {Form && target && <Form key={`${target.kind}:${target.id ?? 'new'}`} target={target} onClose={() => setTarget(null)} />}
      </Suspense>
    </OpenPanelContext>
  )
}

/** Opens the form of an agreement or a commitment beside the screen. */
export function useRecordPanel(): (target: PanelTarget) => void {
  const open = useContext(OpenPanelContext)
  if (!open) throw new Error('useRecordPanel stands outside RecordPanelProvider')
  return open
}
