import { useMail, type EmailRow } from '@atrium/mail'
import { useStrings, useWorkspace } from '@atrium/remote'
import { Icon, type IconName } from '@atrium/ui'
import { useEffect, useEffectEvent, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { Capabilities } from '../actions.ts'
import { strings } from '../strings.ts'
import styles from './list-gestures.module.css'
import type { RowHandlers } from './message-row.tsx'

// What a finger does on the list: a swipe acts on a row, a long press selects it, a pull at the top looks for new mail.

/** Pixels that a finger moves before it means something. */
const slack = 10
/** Pixels from which releasing a swiped row acts on it. */
const swipeDistance = 88
/** Pixels of a pull from which releasing looks for new mail, and at most shown. */
const pullDistance = 64
/** A pull follows the finger at this share of its way. */
const pullShare = 0.5
/** Milliseconds of a long press. */
const pressTime = 500

type Side = 'left' | 'right'

interface SwipeAction {
  readonly icon: IconName
  readonly text: string
  readonly run: () => void
}

export interface ListGesturesProps {
  readonly rowAt: (index: number) => EmailRow | undefined
  readonly capabilities: Capabilities
  readonly handlers: RowHandlers
  /** Some row is selected: a tap selects or deselects another. */
  readonly selecting: boolean
  /** What the list fills. */
  readonly area: RefObject<HTMLElement | null>
}

/** What swiping a row to a side does, as the user has chosen; null where the folder has no such action. */
function useSwipeAction({
  capabilities,
  handlers,
}: ListGesturesProps): (row: EmailRow, side: Side) => SwipeAction | null {
  const t = useStrings(strings)
  const left = useWorkspace(({ session }) => session?.preferences.swipeLeft ?? 'archive')
  const right = useWorkspace(({ session }) => session?.preferences.swipeRight ?? 'read')
  const back = capabilities.restore || capabilities.notSpam
  return (row, side) => {
    const { unread, starred } = row.thread
    switch (side === 'left' ? left : right) {
      case 'archive':
        if (capabilities.archive) return { icon: 'archive', text: t('archiveOne'), run: () => handlers.archive(row) }
        if (!back) return null
        return {
          icon: 'archive-restore',
          text: t(capabilities.notSpam ? 'notSpamOne' : 'restoreOne'),
          run: () => handlers.restore(row),
        }
      case 'trash':
        return {
          icon: 'trash',
          text: t(capabilities.destroy ? 'destroyOne' : 'deleteOne'),
          run: () => handlers.trash(row),
        }
      case 'read':
        return {
          icon: unread ? 'mail-open' : 'mail',
          text: t(unread ? 'markRead' : 'markUnread'),
          run: () => handlers.markRead(row),
        }
      case 'star':
        return { icon: 'star', text: t(starred ? 'unstar' : 'star'), run: () => handlers.star(row) }
      case 'none':
        return null
    }
  }
}

/** One touch, from its start until what it means is decided and done. */
interface Touched {
  readonly x: number
  readonly y: number
  readonly element: HTMLElement
  readonly row: EmailRow | undefined
  /** A pull can begin. */
  readonly atTop: boolean
  readonly press: ReturnType<typeof setTimeout>
  meaning: 'undecided' | 'swipe' | 'pull' | 'scroll' | 'press'
  action: SwipeAction | null
  distance: number
}

interface Shown {
  readonly action: Omit<SwipeAction, 'run'>
  /** The edge of the list at which the row uncovers it. */
  readonly edge: 'start' | 'end'
  /** Pixels from the top of the list. */
  readonly top: number
  readonly height: number
}

const rowOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[role="row"]') : null

/** The row that follows the finger, and the strip that it uncovers. */
function slide({ element }: Touched, strip: HTMLElement | null, distance: number): void {
  element.style.translate = distance === 0 ? '' : `${distance}px`
  if (!strip) return
  strip.style.inlineSize = `${Math.abs(distance)}px`
  strip.toggleAttribute('data-ready', Math.abs(distance) >= swipeDistance)
}

/** A row follows the finger sideways, and what it uncovers says what releasing it does. */
function useSwipe(props: ListGesturesProps) {
  const strip = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<Shown | null>(null)
  const actionFor = useSwipeAction(props)
  return {
    strip,
    shown,
    move: (now: Touched, row: EmailRow, x: number): void => {
      const side = x < 0 ? 'left' : 'right'
      const action = actionFor(row, side)
      if (action?.text !== now.action?.text) {
        const top = now.element.getBoundingClientRect().top - (props.area.current?.getBoundingClientRect().top ?? 0)
        const leftIsStart = getComputedStyle(now.element).direction !== 'rtl'
        const edge = (side === 'right') === leftIsStart ? 'start' : 'end'
        setShown(action && { action, edge, top, height: now.element.offsetHeight })
      }
      now.action = action
      now.distance = action ? x : 0
      slide(now, strip.current, now.distance)
    },
    end: (now: Touched, completed: boolean): void => {
      slide(now, strip.current, 0)
      setShown(null)
      if (completed && Math.abs(now.distance) >= swipeDistance) now.action?.run()
    },
  }
}

/** The list follows the finger down, and looks for new mail when it is let go. */
function usePull() {
  const mail = useMail()
  const pulled = useRef<HTMLDivElement>(null)
  const [busy, setBusy] = useState(false)
  const show = (size: string): void => {
    if (pulled.current) pulled.current.style.blockSize = size
  }
  return {
    pulled,
    busy,
    move: (now: Touched, y: number): void => {
      now.distance = Math.max(0, Math.min(y * pullShare, pullDistance))
      show(`${now.distance}px`)
    },
    end: (now: Touched, completed: boolean): void => {
      show('')
      if (!completed || now.distance < pullDistance) return
      setBusy(true)
      void mail.refresh().finally(() => setBusy(false))
    },
  }
}

/** The touches of a list. Not passive: a pull at the top must not scroll the page. */
function useTouches(area: RefObject<HTMLElement | null>, handle: (event: TouchEvent) => void): void {
  const handleTouch = useEffectEvent(handle)
  useEffect(() => {
    const element = area.current
    if (!element) return
    const listener = (event: TouchEvent): void => handleTouch(event)
    const kinds = ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const
    for (const kind of kinds) element.addEventListener(kind, listener, { passive: false })
    return () => {
      for (const kind of kinds) element.removeEventListener(kind, listener)
    }
  }, [area])
}

/** What follows a touch, before a row or the browser acts on it. */
function useCaptured(area: RefObject<HTMLElement | null>, handle: (event: Event) => void): void {
  const handleLatest = useEffectEvent(handle)
  useEffect(() => {
    const element = area.current
    if (!element) return
    const listener = (event: Event): void => handleLatest(event)
    const kinds = ['click', 'contextmenu', 'dragstart'] as const
    for (const kind of kinds) element.addEventListener(kind, listener, { capture: true })
    return () => {
      for (const kind of kinds) element.removeEventListener(kind, listener, { capture: true })
    }
  }, [area])
}

/** Decides what a touch means by the way it begins. */
function decide(touched: Touched, x: number, y: number): void {
  if (touched.meaning !== 'undecided' || Math.max(Math.abs(x), Math.abs(y)) < slack) return
  clearTimeout(touched.press)
  if (Math.abs(x) > Math.abs(y)) touched.meaning = touched.row ? 'swipe' : 'scroll'
  else touched.meaning = y > 0 && touched.atTop ? 'pull' : 'scroll'
}

/** Reads touches, and passes on what they mean. */
function useGestures(props: ListGesturesProps) {
  const { rowAt, handlers, selecting, area } = props
  const touched = useRef<Touched | null>(null)
  /** The click that ends a swipe or a long press is none. */
  const ignoreClick = useRef(false)
  const swipe = useSwipe(props)
  const pull = usePull()

  const begin = (event: TouchEvent): void => {
    ignoreClick.current = false
    const [touch] = event.touches
    const element = rowOf(event.target)
    if (!touch || event.touches.length > 1 || !element) return
    const row = rowAt(Number(element.dataset['index']))
    const press = setTimeout(() => {
      const now = touched.current
      if (now?.meaning !== 'undecided' || !row) return
      now.meaning = 'press'
      ignoreClick.current = true
      handlers.toggle(row)
    }, pressTime)
    const atTop = (element.closest('[role="grid"]')?.scrollTop ?? 0) <= 0
    const { clientX: x, clientY: y } = touch
    touched.current = { x, y, element, row, press, atTop, action: null, distance: 0, meaning: 'undecided' }
  }
  const move = (event: TouchEvent): void => {
    const now = touched.current
    const [touch] = event.touches
    if (!now || !touch) return
    const x = touch.clientX - now.x
    const y = touch.clientY - now.y
    decide(now, x, y)
    if (now.meaning === 'swipe' && now.row) swipe.move(now, now.row, x)
    else if (now.meaning === 'pull') pull.move(now, y)
    if (now.meaning !== 'undecided' && now.meaning !== 'scroll' && event.cancelable) event.preventDefault()
  }
  const end = (completed: boolean): void => {
    const now = touched.current
    touched.current = null
    if (!now) return
    clearTimeout(now.press)
    if (now.meaning === 'swipe') {
      ignoreClick.current = true
      swipe.end(now, completed)
    } else if (now.meaning === 'pull') pull.end(now, completed)
  }
  useTouches(area, (event) => {
    if (event.type === 'touchstart') begin(event)
    else if (event.type === 'touchmove') move(event)
    else end(event.type === 'touchend')
  })

  const click = (event: Event): void => {
    const element = rowOf(event.target)
    const tapped = 'pointerType' in event && event.pointerType === 'touch'
    const row = element ? rowAt(Number(element.dataset['index'])) : undefined
    const onControl = event.target instanceof Element && event.target.closest('input, button') !== null
    const selects = tapped && selecting && row !== undefined && !onControl
    if (!ignoreClick.current && !selects) return
    event.preventDefault()
    event.stopPropagation()
    if (!ignoreClick.current && row) handlers.toggle(row)
    ignoreClick.current = false
  }
  /** A long press selects; it neither opens the browser's menu nor picks the row up. */
  const refuse = (event: Event): void => {
    if (!touched.current) return
    event.preventDefault()
    event.stopPropagation()
  }
  useCaptured(area, (event) => (event.type === 'click' ? click(event) : refuse(event)))
  return { swipe, pull }
}

/** What fingers do on the list beside it. Not downloaded where there is no touch screen. */
export default function ListGestures(props: ListGesturesProps): ReactNode {
  const t = useStrings(strings)
  const { swipe, pull } = useGestures(props)
  const { shown } = swipe
  return (
    <>
      <div ref={pull.pulled} role="status" className={styles.pull} data-busy={pull.busy || undefined}>
        <Icon name="refresh" size={20} label={pull.busy ? t('checking') : undefined} />
      </div>
      {shown && (
        <div
          ref={swipe.strip}
          aria-hidden
          data-edge={shown.edge}
          className={styles.strip}
          style={{ insetBlockStart: shown.top, blockSize: shown.height }}
        >
          <Icon name={shown.action.icon} size={20} />
          <span>{shown.action.text}</span>
        </div>
      )}
    </>
  )
}
