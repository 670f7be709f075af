import { classNames, Skeleton } from '@atrium/ui'
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import styles from './mail-row.module.css'
import type { RowPerson } from './people.ts'

/** The slots of a row. */
export interface MailRowProps extends Omit<ComponentProps<'div'>, 'children' | 'className'> {
  /** One line instead of two. */
  readonly compact: boolean
  readonly unread: boolean
  /** Tinted, with a bar. */
  readonly selected?: boolean
  /** An avatar. Default: none. */
  readonly mark?: ReactNode
  /** A checkbox, shown in place of the mark on hover, focus and selection. Default: none. */
  readonly checkbox?: ReactNode
  /** A button. Default: none. */
  readonly star?: ReactNode
  readonly people: ReactNode
  readonly text: ReactNode
  /** Attachment and date. */
  readonly end: ReactNode
  /** Buttons, shown over `end` on hover and focus. Default: none. */
  readonly actions?: ReactNode
  /** Makes the whole row a link, which takes the focus at `index`. Default: it is none. */
  readonly link?: Pick<ComponentProps<'a'>, 'href' | 'tabIndex' | 'onClick'> & { readonly index: number }
  /** Role of each cell. Default: none. */
  readonly cellRole?: 'gridcell'
}

const stop = (event: MouseEvent): void => event.stopPropagation()

/** One conversation of a list. A click on checkbox, star or actions does not reach the row. */
export function MailRow({
  compact,
  unread,
  selected = false,
  mark,
  checkbox,
  star,
  people,
  text,
  end,
  actions,
  link,
  cellRole,
  ...row
}: MailRowProps): ReactNode {
  const classes = [
    compact && styles.compact,
    unread && styles.unread,
    selected && styles.selected,
    link && styles.linked,
  ]
  const words = (
    <>
      <span role={cellRole} className={styles.people}>
        {people}
      </span>
      <span role={cellRole} className={styles.text}>
        {text}
      </span>
    </>
  )
  return (
    <div {...row} className={classNames(styles.row, ...classes)}>
      {(mark || checkbox) && (
        <span role={cellRole} className={styles.mark} onClick={stop}>
          {mark}
          {checkbox && <span className={styles.box}>{checkbox}</span>}
        </span>
      )}
      {star && (
        <span role={cellRole} className={styles.star} onClick={stop}>
          {star}
        </span>
      )}
      {link ? (
        <a
          href={link.href}
          data-index={link.index}
          tabIndex={link.tabIndex}
          onClick={link.onClick}
          className={styles.link}
        >
          {words}
        </a>
      ) : (
        words
      )}
      <span role={cellRole} className={styles.end}>
        {end}
      </span>
      {actions && (
        <span role={cellRole} className={styles.actions} onClick={stop}>
          {actions}
        </span>
      )}
    </div>
  )
}

const between = (people: readonly RowPerson[], index: number): string =>
  index === 0 ? '' : people[index]?.gap || people[index - 1]?.gap ? ' ' : ', '

export interface RowPeopleProps {
  readonly people: readonly RowPerson[]
  /** Whether the conversation has unread messages: the names of those who wrote none of them are not bold. */
  readonly unread: boolean
  /** Before the names: "To:". Default: none. */
  readonly prefix?: string | undefined
  /** Instead of names, when there are none. */
  readonly placeholder: string
  /** "Draft", after the names. Default: none. */
  readonly draft?: string | undefined
  /** Messages in the conversation; a single one is not shown. */
  readonly count: number
  /** Names the count for assistive technology. Default: only the number. */
  readonly countLabel?: string
}

/** Who a row is from or to, and how many messages the conversation has. */
export function RowPeople({
  people,
  unread,
  prefix,
  placeholder,
  draft,
  count,
  countLabel,
}: RowPeopleProps): ReactNode {
  const empty = people.length === 0
  return (
    <>
      <span className={styles.names}>
        {prefix && !empty && !draft && <span className={styles.muted}>{prefix} </span>}
        {people.map((person, index) => (
          <span key={index} className={classNames(unread && !person.unread && styles.read)}>
            {between(people, index)}
            <bdi>{person.text}</bdi>
          </span>
        ))}
        {empty && !draft && <span>{placeholder}</span>}
        {draft && (
          <span className={styles.draft}>
            {!empty && ', '}
            {draft}
          </span>
        )}
      </span>
      {count > 1 && (
        <span className={styles.count} aria-label={countLabel}>
          {count}
        </span>
      )}
    </>
  )
}

export interface RowTextProps {
  readonly subject: ReactNode
  /** The message has no subject: the text is a placeholder. */
  readonly muted?: boolean
  readonly preview: ReactNode
}

/** Subject and preview, each in its own direction. */
export const RowText = ({ subject, muted = false, preview }: RowTextProps): ReactNode => (
  <>
    <span dir="auto" className={classNames(styles.subject, muted && styles.muted)}>
      {subject}
    </span>
    <span dir="auto" className={styles.preview}>
      {preview}
    </span>
  </>
)

export interface RowDateProps {
  /** ISO 8601. */
  readonly at: string
  /** As shown. */
  readonly children: string
  /** In full, for the tooltip. */
  readonly title: string
}

/** The date at the end of a row. */
export const RowDate = ({ at, children, title }: RowDateProps): ReactNode => (
  <time dateTime={at} title={title} className={styles.date}>
    {children}
  </time>
)

export interface MailRowSkeletonProps {
  readonly index: number
  readonly compact: boolean
  /** The rows have checkboxes and stars. Default: true. */
  readonly selectable?: boolean
}

const widths = ['62%', '48%', '74%', '55%', '40%', '68%', '51%']

/** A row that is being loaded, in the layout it will have. */
export const MailRowSkeleton = ({ index, compact, selectable = true }: MailRowSkeletonProps): ReactNode => (
  <div
    aria-hidden
    className={classNames(styles.row, styles.skeleton, compact && styles.compact, !selectable && styles.linked)}
  >
    {(selectable || !compact) && <span className={styles.mark}>{!compact && <Skeleton shape="circle" />}</span>}
    <span className={styles.people}>
      <Skeleton width={index % 3 === 1 ? '96px' : '132px'} className={styles.line} />
    </span>
    <span className={styles.text}>
      <Skeleton width={widths[index % widths.length]} className={styles.line} />
    </span>
    <span className={styles.end}>
      <Skeleton width="44px" className={styles.line} />
    </span>
  </div>
)

/** A list before its first rows are known. */
export const MailListSkeleton = ({ compact, selectable = true }: Omit<MailRowSkeletonProps, 'index'>): ReactNode => (
  <div className={styles.loading}>
    {Array.from({ length: 24 }, (_, index) => (
      <div key={index} className={styles.place}>
        <MailRowSkeleton index={index} compact={compact} selectable={selectable} />
      </div>
    ))}
  </div>
)
