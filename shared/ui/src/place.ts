/** Where a popup stands to what opened it, along the line of reading: side, then edge it shares. */
export type Placement = 'bottom-start' | 'bottom' | 'bottom-end' | 'top-start' | 'top' | 'top-end' | 'start' | 'end'

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface PlaceOptions {
  readonly anchor: Box
  readonly popup: { readonly width: number; readonly height: number }
  readonly viewport: { readonly width: number; readonly height: number }
  readonly placement: Placement
  readonly rightToLeft?: boolean
  /** Pixels between anchor and popup. Default: 4. */
  readonly gap?: number
}

export interface Place {
  readonly left: number
  readonly top: number
  /** What fits at that side; higher content scrolls. */
  readonly maxHeight: number
}

/** Pixels that stay free at the edges of the window. */
const margin = 8

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high))

function beside({ anchor, popup, viewport, gap = 4 }: PlaceOptions, wantsRight: boolean): Place {
  const right = anchor.left + anchor.width + gap
  const left = anchor.left - gap - popup.width
  const fitsRight = right + popup.width <= viewport.width - margin
  const goesRight = wantsRight ? fitsRight || left < margin : fitsRight && left < margin
  const maxHeight = viewport.height - 2 * margin
  const middle = anchor.top + anchor.height / 2 - popup.height / 2
  return {
    left: clamp(goesRight ? right : left, margin, viewport.width - margin - popup.width),
    top: clamp(middle, margin, viewport.height - margin - Math.min(popup.height, maxHeight)),
    maxHeight,
  }
}

/** Finds the place for a popup inside the window: on the wanted side, or opposite where there is more room. */
export function place(options: PlaceOptions): Place {
  const { anchor, popup, viewport, placement, rightToLeft = false, gap = 4 } = options
  if (placement === 'start' || placement === 'end') return beside(options, (placement === 'end') !== rightToLeft)
  const [side, edge] = placement.split('-')
  const above = anchor.top - gap - margin
  const below = viewport.height - (anchor.top + anchor.height) - gap - margin
  const wantsTop = side === 'top'
  const goesTop = wantsTop ? popup.height <= above || above >= below : popup.height > below && above > below
  const height = Math.min(popup.height, goesTop ? above : below)
  const spare = anchor.width - popup.width
  const shift = edge === undefined ? spare / 2 : (edge === 'start') !== rightToLeft ? 0 : spare
  return {
    left: clamp(anchor.left + shift, margin, Math.max(margin, viewport.width - margin - popup.width)),
    top: goesTop ? anchor.top - gap - height : anchor.top + anchor.height + gap,
    maxHeight: goesTop ? above : below,
  }
}
