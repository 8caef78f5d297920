import { useTranslation } from 'react-i18next'
import classes from './breadcrumbs.module.css'

export type Crumb = { readonly label: string; readonly href?: string | undefined }

/** Where the screen is; the last one is the screen itself. */
export function Breadcrumbs({ items }: { readonly items: readonly Crumb[] }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('ui.breadcrumbs')} style={{ minWidth: 0 }}>
      <ol className={classes.crumbs}>
        {items.map((item, index) => (
          <li key={`${index}-${item.href ?? ''}`}>
            {index > 0 && <span aria-hidden>/</span>}
            {index === items.length - 1 || item.href === undefined ? (
              <span
                className={`sn-ellipsis ${index === items.length - 1 ? classes.here : ''}`}
                aria-current={index === items.length - 1 ? 'page' : undefined}
              >
                {item.label}
              </span>
            ) : (
              <a className="sn-ellipsis" href={item.href}>
                {item.label}
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
