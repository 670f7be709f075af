import path from 'node:path'
import { lastBuilds, publish, trustedKeys } from '@atrium/cli'

/** The browser tests run against what was built last, in a store of their own. */
export default async function publishBuilds(): Promise<void> {
  const store = path.resolve(import.meta.dirname, '../../dist/test-store')
  await publish(store, lastBuilds())
  process.env['ATRIUM_STORE'] = store
  process.env['ATRIUM_REGISTRY_KEYS'] = trustedKeys().join(',')
}
