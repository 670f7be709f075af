import { changeRegistry } from './change-registry.ts'
import type { Work } from './work.ts'

/** Signs the registry again as it is: with a new expiry, and with the keys in force now. */
export async function refresh({ store, dryRun, reason, say }: Work): Promise<void> {
  const { registry } = await changeRegistry(store, { command: 'refresh', reason, dryRun, sign: 'always', apply: async (listings) => listings })
  const { head, signatures } = registry.signed
  const keys = signatures.map(({ key }) => key.slice(0, 8)).join(', ')
  say(`${dryRun ? 'would sign' : 'signed'} serial ${head.serial} with ${keys}, good until ${head.expires.slice(0, 10)}`)
}
