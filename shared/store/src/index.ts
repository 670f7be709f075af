export { contentType } from './content-type.ts'
export { compress, type Compressed } from './compress.ts'
export { openStore } from './open-store.ts'
export type { ListedFile, Store, StoredFile } from './store.ts'
