import { ErrorNotice, Notice } from '../../ui/notice.tsx'

export type Outcome =
  | { readonly isOk: true; readonly words: string }
  | { readonly isOk: false; readonly what: string; readonly safe?: string; readonly todo: string }

/** How a save of files ended: where they are, or why they are nowhere. Nothing before the first. */
export function SaveOutcome({ outcome }: { readonly outcome: Outcome | null }) {
  return (
    <>
      <div role="status">{outcome?.isOk === true && <Notice tone="agreed">{outcome.words}</Notice>}</div>
      {outcome?.isOk === false && <ErrorNotice what={outcome.what} safe={outcome.safe} todo={outcome.todo} />}
    </>
  )
}
