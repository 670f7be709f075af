import { publicKeySchema } from '@atrium/protocol'
import * as v from 'valibot'
import { makeKey } from '../keys/key-file.ts'
import { trustedKeys } from '../keys/signers.ts'
import { listed } from './listed.ts'
import { relist } from './relist.ts'
import { carryOut, type Work } from './work.ts'

/** Prints the public keys that a shell built here trusts, as ATRIUM_REGISTRY_KEYS takes them. */
export const printKeys = (): void => void process.stdout.write(`${trustedKeys().join(',')}\n`)

/** Writes a new private key and prints its public key. */
export const printNewKey = (file: string): void => void process.stdout.write(`${makeKey(file).key}\n`)

/** Says who may sign the releases of a piece from now on. What is in a channel must be signed by one of them. */
export async function changeTeam(work: Work, name: string, keys: readonly string[]): Promise<void> {
  const wrong = keys.find((key) => !v.is(publicKeySchema, key))
  if (wrong !== undefined) throw new Error(`"${wrong}" is no public key; \`pnpm release keys make FILE\` prints one`)
  await carryOut(work, {
    command: 'keys',
    async apply(listings) {
      const before = listed(listings, name)
      return { ...listings, [name]: await relist(work.store, { name, before, channels: before.channels, keys }) }
    },
  })
}
