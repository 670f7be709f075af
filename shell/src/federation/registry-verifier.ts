import { AtriumError, type PageRegistry, type ProvenEntry, type RegistryEntry, type SignedHead } from '@atrium/protocol'
import { verifyEntry, verifyHead } from '@atrium/trust'
import { siteUrl } from '../site.ts'

declare global {
  /** Public keys of the registry; written into the build by the host factory. */
  const ATRIUM_REGISTRY_KEYS: readonly string[]
}

export interface RegistryVerifierOptions {
  readonly keys: readonly string[]
  readonly now: () => number
  /** Keeps the highest serial that this browser has seen. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  /** Whether the page itself says that files below an address have no hash. */
  readonly isUnsigned: (base: string) => boolean
}

/** Believes of the registry what is signed, and nothing else. */
export interface RegistryVerifier {
  /**
   * @returns The registry's serial.
   * @throws AtriumError REGISTRY_UNSIGNED, REGISTRY_EXPIRED or REGISTRY_ROLLED_BACK.
   */
  readonly serial: (page: PageRegistry) => Promise<number>
  /**
   * @throws AtriumError as `serial`; RELEASE_UNPROVEN, or REGISTRY_INVALID when the answer has no such remote.
   */
  readonly entry: (page: PageRegistry, remote: string) => Promise<RegistryEntry>
}

const remedy = 'Release it again.'

const usable = ({ listing, disabled = listing.disabled }: ProvenEntry, releases: RegistryEntry['releases']): RegistryEntry => ({
  name: listing.name,
  base: listing.base.startsWith('/') ? siteUrl(listing.base) : listing.base,
  releases,
  ...(disabled === undefined ? {} : { disabled }),
})

export function createRegistryVerifier({ keys, now, storage, isUnsigned }: RegistryVerifierOptions): RegistryVerifier {
  const memory = `atrium:registry:${keys[0]}`
  /** Where storage is full or forbidden the protection against an older registry lasts as long as this page. */
  let highest = 0
  const seen = (): number => {
    try {
      return Math.max(highest, Number(storage.getItem(memory) ?? 0) || 0)
    } catch {
      return highest
    }
  }
  const remember = (serial: number): void => {
    highest = serial
    try {
      storage.setItem(memory, String(serial))
    } catch {
      // The page knows it, and the next one learns it again.
    }
  }
  const head = async (signed: SignedHead | null) => {
    if (!signed) throw new AtriumError('REGISTRY_UNSIGNED', { subject: 'an answer without a head', remedy })
    const verified = await verifyHead(signed, { keys, now: now(), seen: seen() })
    if (verified.serial > seen()) remember(verified.serial)
    return verified
  }
  return {
    serial: async ({ signed }) => (await head(signed)).serial,
    async entry({ signed, entries, unsigned }, remote) {
      const overridden = unsigned.find(({ name }) => name === remote)
      if (overridden && isUnsigned(overridden.base)) return overridden
      const proven = entries.find(({ listing }) => listing.name === remote)
      if (proven) return usable(proven, await verifyEntry(await head(signed), proven))
      if (overridden) throw new AtriumError('RELEASE_UNPROVEN', { subject: `${remote} from ${overridden.base}`, remedy })
      throw new AtriumError('REGISTRY_INVALID', { subject: `the answer has no ${remote}`, remedy })
    },
  }
}
