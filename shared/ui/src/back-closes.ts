import { useEffect, useEffectEvent } from 'react'

// On a phone, Back means "close what is on top". Each open layer has an entry in the history of its own, at the same
// address, so that going back leaves the layer and not the page.

interface Layer {
  /** In the state of its entry. Unique among all loads of the page: entries outlive them. */
  readonly id: string
  readonly close: () => void
  entered: boolean
}

/** Open layers, the topmost last. */
let layers: readonly Layer[] = []
let opened = 0
/** The browser is on its way to another entry. */
let moving = false
let listening = false

/** As the stylesheets have it: one column and a bottom bar. */
const smallScreen = '(max-width: 720px)'

const shownLayer = (): string | undefined => {
  const layer: unknown = Reflect.get(Object(history.state), 'layer')
  return typeof layer === 'string' ? layer : undefined
}

const enter = (layer: Layer, how: 'pushState' | 'replaceState'): void => {
  layer.entered = true
  history[how]({ layer: layer.id }, '')
}

/** Brings the history in line with what is open. The entry of a closed layer is taken over by the next one, or left. */
function settle(): void {
  if (moving) return
  const shown = shownLayer()
  if (shown !== undefined && layers.every(({ id }) => id !== shown)) {
    const waiting = layers.find(({ entered }) => !entered)
    if (waiting) enter(waiting, 'replaceState')
    else {
      moving = true
      return history.back()
    }
  }
  for (const layer of layers) if (!layer.entered) enter(layer, 'pushState')
}

function moved(): void {
  moving = false
  const at = layers.findIndex(({ id }) => id === shownLayer())
  const left = layers.filter(({ entered }, index) => entered && index > at)
  layers = layers.filter((layer) => !left.includes(layer))
  for (const layer of left.toReversed()) layer.close()
  settle()
}

function open(close: () => void): () => void {
  if (!listening) window.addEventListener('popstate', moved)
  listening = true
  opened += 1
  const layer: Layer = { id: `${performance.timeOrigin}-${opened}`, close, entered: false }
  layers = [...layers, layer]
  // A layer may be closed as another one opens, in the same turn.
  queueMicrotask(settle)
  return () => {
    layers = layers.filter((each) => each !== layer)
    queueMicrotask(settle)
  }
}

/**
 * On a small screen, the browser's Back closes something that is open above the page instead of leaving the page. Of
 * several, the one that was opened last.
 */
export function useBackCloses(isOpen: boolean, onClose: () => void): void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!isOpen || !window.matchMedia?.(smallScreen).matches) return
    return open(() => close())
  }, [isOpen])
}
