import { AtriumError } from '@atrium/protocol'
import { reportFailure } from './federation/report-failure.ts'

const takenOut = () =>
  new AtriumError('REMOTE_THREW', {
    subject: 'something in this page took the whole page out of the document',
    remedy: 'Look for who empties document.body; a remote draws below its own element only.',
  })

/**
 * The page lives in one element. Who empties `document.body` takes it out, with everybody's drafts in it;
 * it is put back as it was. What is done to it inside cannot be told from what React does.
 *
 * @returns Ends the watch.
 */
export function keepRoot(root: HTMLElement): () => void {
  const watch = new MutationObserver(() => {
    if (root.isConnected) return
    document.body.prepend(root)
    reportFailure({ remote: 'unknown', release: '', error: takenOut() })
  })
  watch.observe(document.body, { childList: true })
  return () => watch.disconnect()
}
