import path from 'node:path'
import { lastBuilds, publish } from '@atrium/tools'

/** The browser tests run against what was built last, in a store of their own. */
export default function publishBuilds(): void {
  const store = path.resolve(import.meta.dirname, '../../dist/test-store')
  publish(store, lastBuilds())
  process.env['ATRIUM_STORE'] = store
}
