export { contentType } from './content-type.ts'
export { openStore } from './open-store.ts'
export type { ListedFile, Store, StoredFile } from './store.ts'
