import type { ComposeModules } from '@atrium/mail-contracts'
import { isOpen, useComposers } from '../composers.ts'
import { openComposer as open } from '../lifecycle.ts'

/** Opens a window and returns its key, which stays the same over all saves. */
export const openComposer = open

/** How many windows are open. */
export const useOpenComposers = (): number => useComposers(({ list }) => list.filter(isOpen).length)

void ({ openComposer, useOpenComposers } satisfies ComposeModules['compose/composer'])
