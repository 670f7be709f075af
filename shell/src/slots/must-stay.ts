import { workspace } from '@atrium/remote'
import { composer } from './composer.ts'

const hasFocus = (remote: string): boolean =>
  document.activeElement?.closest<HTMLElement>('[data-remote]')?.dataset['remote'] === remote

/**
 * Whether a remote must not be replaced now: somebody's work is not stored yet, a window of the
 * composer is open, or the person is just typing into it.
 */
export const mustStay = (remote: string): boolean =>
  workspace.getState().unsaved.length > 0 || (remote === 'compose' && composer.getState().open > 0) || hasFocus(remote)
