import { defaultRangeExtractor, observeElementRect, useVirtualizer, type Range, type Rect, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useImperativeHandle, useRef, type ComponentProps, type ReactNode, type Ref } from 'react'
import { classNames } from './class-names.ts'
import styles from './virtual-list.module.css'

export interface VirtualListHandle {
  readonly element: HTMLDivElement | null
  /** Scrolls a row into sight. Default alignment: `auto`, which moves nothing that is in sight already. */
  readonly scrollToIndex: (index: number, align?: 'auto' | 'start' | 'center' | 'end') => void
}

type Native = Omit<ComponentProps<'div'>, 'children' | 'ref'>

/** Takes `role`, `aria-*`, `tabIndex` and `onKeyDown` of a listbox or grid as well. */
export interface VirtualListProps extends Native {
  readonly count: number
  /** Pixels, the same for all rows: see `rowHeights`. */
  readonly rowHeight: number
  readonly renderRow: (index: number) => ReactNode
  /** Identity of a row, so that a row that moves keeps its state. Default: its index. */
  readonly keyOf?: ((index: number) => string | number) | undefined
  /** First row drawn and the one after the last, rows drawn ahead included. Called after each change. */
  readonly onRangeChange?: ((start: number, end: number) => void) | undefined
  /** Stays drawn when it is scrolled out of sight: the row with the focus. */
  readonly keepIndex?: number | undefined
  /** Rows drawn ahead on either side. Default: 8. */
  readonly overscan?: number | undefined
  readonly ref?: Ref<VirtualListHandle> | undefined
}

/** What a list in a hidden pane is taken for, so that its rows are there when it appears. */
const unmeasured: Rect = { width: 800, height: 800 }

const observeRect = (list: Virtualizer<HTMLDivElement, Element>, tell: (rect: Rect) => void) =>
  observeElementRect(list, (rect) => tell(rect.height > 0 ? rect : unmeasured))

const extractor =
  (keep: number | undefined, count: number) =>
  (range: Range): number[] => {
    const drawn = defaultRangeExtractor(range)
    if (keep === undefined || keep < 0 || keep >= count || drawn.includes(keep)) return drawn
    return keep < (drawn[0] ?? 0) ? [keep, ...drawn] : [...drawn, keep]
  }

function useRows(props: VirtualListProps): { list: Virtualizer<HTMLDivElement, Element>; element: Ref<HTMLDivElement> } {
  const { count, rowHeight, keyOf, onRangeChange, keepIndex, overscan = 8, ref } = props
  const element = useRef<HTMLDivElement>(null)
  const list = useVirtualizer<HTMLDivElement, Element>({
    count,
    overscan,
    estimateSize: () => rowHeight,
    getScrollElement: () => element.current,
    observeElementRect: observeRect,
    initialRect: unmeasured,
    rangeExtractor: extractor(keepIndex, count),
    useFlushSync: false,
    ...(keyOf && { getItemKey: keyOf }),
  })
  // The virtualiser remembers sizes; another density makes them wrong.
  useEffect(() => list.measure(), [list, rowHeight])
  const tellRange = useEffectEvent((start: number, end: number) => onRangeChange?.(start, end))
  const { range } = list
  const start = range ? Math.max(0, range.startIndex - overscan) : 0
  const end = range ? Math.min(count, range.endIndex + 1 + overscan) : 0
  useEffect(() => {
    if (end > start) tellRange(start, end)
  }, [start, end])
  useImperativeHandle(ref, () => ({
    get element() {
      return element.current
    },
    scrollToIndex: (index, align = 'auto') => list.scrollToIndex(index, { align }),
  }), [list])
  return { list, element }
}

/** A list of any length, of which only the rows in sight are drawn. Fills the height of what holds it. */
export function VirtualList(props: VirtualListProps): ReactNode {
  const { count: _c, rowHeight, renderRow, keyOf: _k, onRangeChange: _o, keepIndex: _i, overscan: _v, ref: _r, ...native } = props
  const { list, element } = useRows(props)
  return (
    <div {...native} ref={element} className={classNames(styles.list, native.className)}>
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
