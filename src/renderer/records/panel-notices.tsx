import classes from './panel-notices.module.css'
import { ReviewNotice } from './review-notice.tsx'
import { VersionsNotice } from './versions-notice.tsx'

type PanelNoticesProps = {
  readonly scope: string
  readonly kind: 'agreement' | 'commitment'
  /** Null of a new one, of which nobody has said anything yet. */
  readonly id: string | null
  readonly onClose: () => void
}

/** Above a form beside a screen, as on the record's own page: what the ministry's desk said of it, and that there are two versions. */
export function PanelNotices({ scope, kind, id, onClose }: PanelNoticesProps) {
  if (id === null) return null
  return (
    <div className={classes.notices}>
      <ReviewNotice scope={scope} kind={kind} id={id} />
      <VersionsNotice scope={scope} kind={kind} id={id} onLeave={onClose} />
    </div>
  )
}
