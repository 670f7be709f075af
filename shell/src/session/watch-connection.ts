import { workspace } from '@atrium/remote'

/** Keeps the shared store's `online` true to the browser's. */
export function watchConnection(): void {
  const read = (): void => workspace.setState({ online: navigator.onLine })
  window.addEventListener('online', read)
  window.addEventListener('offline', read)
  read()
}
