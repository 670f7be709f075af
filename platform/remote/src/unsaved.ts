import { workspace } from './store.ts'

/** Marks work that nothing may be replaced under: a draft being typed, a running upload. */
export function markUnsaved(key: string): void {
  workspace.setState(({ unsaved }) => (unsaved.includes(key) ? {} : { unsaved: [...unsaved, key] }))
}

export function clearUnsaved(key: string): void {
  workspace.setState(({ unsaved }) => (unsaved.includes(key) ? { unsaved: unsaved.filter((each) => each !== key) } : {}))
}
