import { workspace } from './store.ts'

/** Chooses emails in one list; a choice made in another list is given up. */
export function select(scope: string, ids: readonly string[]): void {
  workspace.setState({ selection: { scope, ids } })
}
