import type { AtriumError } from '@atrium/protocol'
import type { Change } from '@atrium/mail'
import { dismissToast, showToast } from '@atrium/remote'
import { failureReason, type Texts } from './failure-reason.ts'

/** What a toast says of an act. */
export interface Said {
  readonly text: string
  /** Milliseconds. Default: as toasts have it. */
  readonly duration?: number
}

export function tellFailure(t: Texts, error: AtriumError, failed = 0): void {
  const reason = failureReason(t, error)
  showToast({
    tone: 'danger',
    text: failed > 0 ? t('actPartlyFailed', { count: failed, reason }) : t('actFailed', { reason }),
  })
}

/** Says what was done, with the way back; when the server refuses it, says that instead. */
export function follow(t: Texts, change: Change, said?: Said): void {
  const action = { label: t('undo'), run: () => follow(t, change.undo()) }
  const toast = said && showToast({ tone: 'neutral', action, ...said })
  void change.settled.then(({ changed, failed, error }) => {
    if (!error) return
    if (toast !== undefined && changed.length === 0) dismissToast(toast)
    tellFailure(t, error, changed.length > 0 ? failed.length : 0)
  })
}
