import {
  defaultRangeExtractor,
  observeElementRect,
  useVirtualizer,
  type Range,
  type Rect,
  type Virtualizer,
} from '@tanstack/react-virtual'
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  type ComponentProps,
  type ReactNode,
  type Ref,
} from 'react'
import { classNames } from './class-names.ts'
import styles from './virtual-list.module.css'

/** Height of a list row in pixels at each density; equals the token `--row`. */
export const rowHeights = { compact: 40, comfortable: 64 } as const

export interface VirtualListHandle {
  readonly element: HTMLDivElement | null
  /** Scrolls a row into view. Default alignment: `auto`, which does nothing when the row is visible. */
  readonly scrollToIndex: (index: number, align?: 'auto' | 'start' | 'center' | 'end') => void
}

/** Also takes `role`, `aria-*`, `tabIndex` and `onKeyDown` of a listbox or grid. */
export interface VirtualListProps extends Omit<ComponentProps<'div'>, 'children' | 'ref'> {
  readonly count: number
  /** Pixels, the same for all rows: see `rowHeights`. */
  readonly rowHeight: number
  readonly renderRow: (index: number) => ReactNode
  /** Key of a row, so that a row that moves keeps its state. Default: its index. */
  readonly keyOf?: ((index: number) => string | number) | undefined
  /** Called with the first rendered row and the one after the last, overscan included, after each change. */
  readonly onRangeChange?: ((start: number, end: number) => void) | undefined
  /** A row that stays rendered when it is scrolled out of view, such as the focused one. */
  readonly pinnedIndex?: number | undefined
  /** Rows rendered beyond the visible ones on either side. Default: 8. */
  readonly overscan?: number | undefined
  /** Pixels at the bottom that something covers: a row that is scrolled to is shown above them. Default: 0. */
  readonly coveredEnd?: number | undefined
  readonly ref?: Ref<VirtualListHandle> | undefined
}

/** A list of any length that renders only the visible rows. Fills the height of its container. */
export function VirtualList(props: VirtualListProps): ReactNode {
  const {
    count: _c,
    rowHeight,
    renderRow,
    keyOf: _k,
    onRangeChange: _o,
    pinnedIndex: _i,
    overscan: _v,
    coveredEnd: _b,
    ref: _r,
    ...attributes
  } = props
  const { list, element } = useRows(props)
  return (
    <div {...attributes} ref={element} className={classNames(styles.list, attributes.className)}>
      <div role="presentation" className={styles.space} style={{ blockSize: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            role="presentation"
            className={styles.row}
            style={{ blockSize: rowHeight, transform: `translateY(${start}px)` }}
          >
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  )
}

function useRows(props: VirtualListProps) {
  const { count, rowHeight, keyOf, onRangeChange, pinnedIndex, overscan = 8, coveredEnd = 0, ref } = props
  const element = useRef<HTMLDivElement>(null)
  const list = useVirtualizer<HTMLDivElement, Element>({
    count,
    overscan,
    scrollPaddingEnd: coveredEnd,
    paddingEnd: coveredEnd,
    estimateSize: () => rowHeight,
    getScrollElement: () => element.current,
    observeElementRect: observeRect,
    initialRect: fallbackRect,
    rangeExtractor: (range) => withIndex(defaultRangeExtractor(range), pinnedIndex, range),
    useFlushSync: false,
    ...(keyOf && { getItemKey: keyOf }),
  })
  // The virtualizer caches row heights, which another density invalidates.
  useEffect(() => list.measure(), [list, rowHeight])
  const reportRange = useEffectEvent((start: number, end: number) => onRangeChange?.(start, end))
  const { range } = list
  const start = range ? Math.max(0, range.startIndex - overscan) : 0
  const end = range ? Math.min(count, range.endIndex + 1 + overscan) : 0
  useEffect(() => {
    if (end > start) reportRange(start, end)
  }, [start, end])
  useImperativeHandle(
    ref,
    () => ({
      get element() {
        return element.current
      },
      scrollToIndex: (index, align = 'auto') => list.scrollToIndex(index, { align }),
    }),
    [list],
  )
  return { list, element }
}

/** Assumed size of a list in a hidden pane, so that its rows exist when it appears. */
const fallbackRect: Rect = { width: 800, height: 800 }

const observeRect = (list: Virtualizer<HTMLDivElement, Element>, report: (rect: Rect) => void) =>
  observeElementRect(list, (rect) => report(rect.height > 0 ? rect : fallbackRect))

/** Adds one index to the rendered ones, in order. */
function withIndex(rendered: number[], index: number | undefined, { count }: Range): number[] {
  if (index === undefined || index < 0 || index >= count || rendered.includes(index)) return rendered
  return index < (rendered[0] ?? 0) ? [index, ...rendered] : [...rendered, index]
}
