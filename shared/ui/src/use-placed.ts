import { useLayoutEffect, type RefObject } from 'react'
import { place, type Placement } from './place.ts'

export interface PlacedOptions {
  readonly anchor: () => Element | null | undefined
  readonly placement: Placement
  readonly gap?: number | undefined
}

function put(popup: HTMLElement, { anchor, placement, gap = 4 }: PlacedOptions): void {
  const element = anchor()
  if (!element) return
  popup.style.maxHeight = ''
  const found = place({
    anchor: element.getBoundingClientRect(),
    // not its rectangle: that one is scaled and moved while the popup enters
    popup: { width: popup.offsetWidth, height: popup.offsetHeight },
    viewport: { width: document.documentElement.clientWidth, height: window.innerHeight },
    placement,
    rightToLeft: getComputedStyle(element).direction === 'rtl',
    gap,
  })
  popup.style.left = `${Math.round(found.left)}px`
  popup.style.top = `${Math.round(found.top)}px`
  popup.style.maxHeight = `${Math.max(48, Math.floor(found.maxHeight))}px`
}

/** Shows an element in the top layer and keeps it beside its anchor while it is mounted. */
export function usePlaced(popup: RefObject<HTMLElement | null>, options: PlacedOptions): void {
  const { anchor, placement, gap } = options
  useLayoutEffect(() => {
    const element = popup.current
    if (!element) return
    // A browser without popovers still draws it, above the page by its z-index.
    element.showPopover?.()
    const update = (): void => put(element, { anchor, placement, gap })
    update()
    window.addEventListener('resize', update)
    window.addEventListener('scroll', update, { capture: true, passive: true })
    return () => {
      window.removeEventListener('resize', update)
      window.removeEventListener('scroll', update, { capture: true })
    }
  }, [popup, anchor, placement, gap])
}
