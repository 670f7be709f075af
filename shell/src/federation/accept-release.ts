import { acceptedContracts, platformVersion } from '@atrium/mail-contracts'
import { AtriumError, type ReleaseRecord } from '@atrium/protocol'

/**
 * Refuses a release this host cannot work with, before any of its code runs.
 *
 * @throws AtriumError REMOTE_CONTRACT_MISMATCH.
 */
export function acceptRelease(release: ReleaseRecord): void {
  const known = acceptedContracts(release.name)
  const refuse = (what: string): never => {
    throw new AtriumError('REMOTE_CONTRACT_MISMATCH', {
      subject: `${release.name} ${release.version}: ${what}`,
      remedy: 'Release a shell that knows it, or roll the remote back.',
    })
  }
  if (!known.includes(release.contract)) {
    refuse(`has contract ${release.contract}, this shell knows ${known.join(', ')}`)
  }
  if (release.platform !== platformVersion) {
    refuse(`was built for platform ${release.platform}, this shell provides ${platformVersion}`)
  }
}
