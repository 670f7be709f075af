import type { ComposeModules } from '@atrium/mail-contracts'
import { isOpen, useComposers } from '../composer/composers.ts'
import { openComposer as open } from '../composer/open-composer.ts'

/** Opens a window and returns its key, which stays the same over all saves. */
export const openComposer = open

/** How many windows are open. */
export const useOpenComposers = (): number => useComposers(({ list }) => list.filter(isOpen).length)

void ({ openComposer, useOpenComposers } satisfies ComposeModules['compose/composer'])
