import { AtriumError, type Listing, type ProvenEntry, type RegistryHead, type ReleaseRecord, type SignedHead, type SignedRelease } from '@atrium/protocol'
import { digestOf } from './digest.ts'
import { rootFrom } from './merkle.ts'
import { isSigned } from './signature.ts'

export interface HeadRules {
  /** Public keys of the registry that this reader was given, base64url. */
  readonly keys: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** Highest serial this reader has seen. Default: 0. */
  readonly seen?: number
}

const stale = 'Sign the registry again (`pnpm release refresh`); if this clock is wrong, set it.'

/**
 * @throws AtriumError REGISTRY_UNSIGNED, REGISTRY_EXPIRED or REGISTRY_ROLLED_BACK.
 */
export async function verifyHead({ head, signatures }: SignedHead, { keys, now, seen = 0 }: HeadRules): Promise<RegistryHead> {
  if (!(await isSigned('registry', head, { keys, signatures }))) {
    const given = signatures.map(({ key }) => key.slice(0, 8)).join(', ')
    throw new AtriumError('REGISTRY_UNSIGNED', {
      subject: `serial ${head.serial}, signed by ${given}, trusted are ${keys.map((key) => key.slice(0, 8)).join(', ') || 'none'}`,
      remedy: 'Sign it with the key the shell was built with, or build the shell with this key.',
    })
  }
  if (Date.parse(head.expires) <= now) {
    throw new AtriumError('REGISTRY_EXPIRED', {
      subject: `serial ${head.serial} was good until ${head.expires}, this clock says ${new Date(now).toISOString()}`,
      remedy: stale,
    })
  }
  if (head.serial < seen) {
    throw new AtriumError('REGISTRY_ROLLED_BACK', {
      subject: `serial ${head.serial}, seen was ${seen}`,
      remedy: 'Somebody serves an old copy: serve the newest.',
    })
  }
  return head
}

const unproven = (subject: string) =>
  new AtriumError('RELEASE_UNPROVEN', { subject, remedy: 'Release it again; if that does not help, its files were changed in the store.' })

/**
 * A record that the listing names and that its own team has signed.
 *
 * @throws AtriumError RELEASE_UNPROVEN.
 */
export async function verifyRelease(listing: Listing, { record, signature }: SignedRelease): Promise<ReleaseRecord> {
  const which = `${listing.name} ${record.version}`
  if (record.name !== listing.name) throw unproven(`${which} is a record of ${record.name}`)
  if (!Object.hasOwn(listing.releases, record.version)) throw unproven(`${which} is not listed`)
  if (listing.releases[record.version] !== (await digestOf(record))) throw unproven(`${which} has another record`)
  if (!(await isSigned('release', record, { keys: listing.keys, signatures: [signature] }))) {
    throw unproven(`${which} is not signed by the team of ${listing.name}`)
  }
  return record
}

/**
 * A listing that is in the tree of a verified head, with all its releases.
 *
 * @throws AtriumError RELEASE_UNPROVEN.
 */
export async function verifyEntry(
  { size, root }: RegistryHead,
  { listing, index, proof, releases }: ProvenEntry,
): Promise<ReleaseRecord[]> {
  if ((await rootFrom(listing, { index, size, proof })) !== root) throw unproven(`${listing.name} is not in the signed registry`)
  return Promise.all(releases.map((release) => verifyRelease(listing, release)))
}
