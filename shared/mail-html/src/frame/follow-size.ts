/** Pixels; a longer message scrolls within its frame. */
const highest = 60_000
/** A message is never made smaller than this; a wider one scrolls sideways within its frame. */
const smallest = 0.6
/** Content whose size depends on the frame's could grow for ever. */
const mostGrowths = 40

/**
 * Keeps a frame as high as its content, and content as wide as the frame, from outside: no script
 * runs in the frame. @returns what ends it.
 */
export const followSize = (frame: HTMLIFrameElement, onHeight: (height: number) => void): (() => void) => {
  const document = frame.contentDocument
  const root = document?.documentElement
  const body = document?.body
  if (!root || !body) return () => undefined
  let height = 0
  let growths = 0
  let width = 0

  const fit = (): void => {
    if (frame.clientWidth === width) return
    width = frame.clientWidth
    growths = 0
    body.style.zoom = ''
    const share = width / Math.max(1, root.scrollWidth)
    if (share < 1) body.style.zoom = String(Math.max(smallest, share))
  }

  const measure = (): void => {
    fit()
    const next = Math.min(highest, Math.ceil(root.getBoundingClientRect().height))
    const scrollbar = root.scrollWidth > root.clientWidth ? 16 : 0
    if (next + scrollbar === height) return
    if (next + scrollbar > height && (growths += 1) > mostGrowths) return
    height = next + scrollbar
    frame.style.blockSize = `${height}px`
    onHeight(height)
  }

  const observer = new ResizeObserver(measure)
  observer.observe(body)
  observer.observe(frame)
  measure()
  return () => observer.disconnect()
}
