import { AtriumError, type Registry } from '@atrium/protocol'
import { parseStored, storeLayout, type Store } from '@atrium/store'
import { registryTree, verifyHead } from '@atrium/trust'
import { trustedKeys } from '../keys/signers.ts'

/** The registry as it was read, and what is needed to replace exactly that one. */
export interface RegistryDocument {
  /** Undefined in a store where nothing was released. */
  readonly registry: Registry | undefined
  readonly tag: string | null
}

function parse(bytes: Buffer, location: string): Registry {
  try {
    return parseStored('registry', bytes.toString())
  } catch (error) {
    throw new AtriumError('REGISTRY_INVALID', {
      subject: `${location}: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'It is of another version of Atrium, or damaged: move it away, and everything is released anew.',
      cause: error,
    })
  }
}

/**
 * Whatever is signed next builds on this one, so it has to be signed by a key that is trusted here, and be whole.
 * It may have expired: signing it again is the cure.
 *
 * @throws AtriumError REGISTRY_UNSIGNED or REGISTRY_INVALID.
 */
export async function readRegistry(store: Store): Promise<RegistryDocument> {
  const file = await store.read(storeLayout.registry)
  if (!file) return { registry: undefined, tag: null }
  const registry = parse(file.bytes, store.location)
  const head = await verifyHead(registry.signed, { keys: trustedKeys(), now: 0 })
  const { root, size } = await registryTree(registry.listings)
  if (root === head.root && size === head.size) return { registry, tag: file.tag }
  throw new AtriumError('REGISTRY_INVALID', {
    subject: `${store.location}: its listings are not those that were signed`,
    remedy: 'Somebody has changed the store: put back the last good registry.',
  })
}
