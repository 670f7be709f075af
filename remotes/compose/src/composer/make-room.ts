import { patchComposer, useComposers } from './composers.ts'

export const windowWidth = 560
const gap = 12
const edges = 48

/** Windows of full size that stand side by side; on a small screen one fills it. */
export const capacityFor = (viewport: number): number =>
  Math.max(1, Math.floor((viewport - edges + gap) / (windowWidth + gap)))

/** Folds away the windows that were opened first when there is no room for all of them. */
export const makeRoom = (shown: string, viewport: number = window.innerWidth): void => {
  const { list } = useComposers.getState()
  const full = list.filter(({ view, key }) => view === 'docked' && key !== shown)
  const others = capacityFor(viewport) - 1
  for (const { key } of full.slice(0, Math.max(0, full.length - others))) patchComposer(key, { view: 'minimised' })
  for (const { key, view } of list) if (view === 'maximised' && key !== shown) patchComposer(key, { view: 'minimised' })
}
