import { classNames, Popover } from '@atrium/ui'
import type { ReactNode, RefObject } from 'react'
import styles from './suggestion-list.module.css'

export interface SuggestionListProps {
  readonly id: string
  /** Names the list for assistive technology. */
  readonly label: string
  /** The element it is placed below. */
  readonly anchor: RefObject<HTMLElement | null>
  /** Pixels. Default: 360. */
  readonly width?: number | undefined
  readonly onClose: () => void
  /** Options, groups of options, and hints. The list is open as long as it is rendered. */
  readonly children: ReactNode
}

/** The id of an option, for `aria-activedescendant` of the field. */
export const suggestionId = (listId: string, index: number): string => `${listId}-${index}`

/** Suggestions below a field (ARIA combobox with a listbox). The focus stays in the field. */
export const SuggestionList = ({ id, label, anchor, width, onClose, children }: SuggestionListProps): ReactNode => (
  <Popover
    open
    onClose={onClose}
    anchor={anchor}
    label={label}
    role="listbox"
    id={id}
    takesFocus={false}
    dismiss="manual"
  >
    <div className={styles.list} style={{ inlineSize: width }}>
      {children}
    </div>
  </Popover>
)

export interface SuggestionGroupProps {
  readonly label: string
  /** A button beside the heading. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** Suggestions of one kind under a heading. */
export const SuggestionGroup = ({ label, action, children }: SuggestionGroupProps): ReactNode => (
  <div role="group" aria-label={label} className={styles.group}>
    <div className={styles.heading}>
      <span aria-hidden>{label}</span>
      {action}
    </div>
    {children}
  </div>
)

export interface SuggestionProps {
  readonly listId: string
  /** Its place in the whole list. */
  readonly index: number
  /** Whether Enter selects it. */
  readonly active: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

export const Suggestion = ({ listId, index, active, onSelect, children }: SuggestionProps): ReactNode => (
  <div
    id={suggestionId(listId, index)}
    role="option"
    aria-selected={active}
    className={classNames(styles.option, active && styles.active)}
    // A press would move the focus out of the field, which would close the list.
    onMouseDown={(event) => event.preventDefault()}
    onClick={onSelect}
  >
    {children}
  </div>
)

/** A line below the suggestions. */
export const SuggestionHint = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <p className={styles.hint}>{children}</p>
)
