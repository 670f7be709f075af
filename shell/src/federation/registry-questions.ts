import { AtriumError, pageRegistrySchema, paths, type RegistryEntry } from '@atrium/protocol'
import * as v from 'valibot'
import { siteUrl } from '../site.ts'
import type { RegistryVerifier } from './registry-verifier.ts'

/** What the gateway is asked for. */
export interface RegistryQuestions {
  /** @throws AtriumError REMOTE_UNKNOWN, REMOTE_OFFLINE, REGISTRY_INVALID, or as the verifier. */
  readonly entry: (remote: string) => Promise<RegistryEntry>
  /** 0 when the gateway cannot say. */
  readonly serial: () => Promise<number>
}

const invalid = (remote: string, cause: unknown) =>
  new AtriumError('REGISTRY_INVALID', { subject: `entry of ${remote}`, remedy: 'Release the remote again.', cause })

async function request(fetch: typeof globalThis.fetch, remote: string): Promise<unknown> {
  const url = siteUrl(`${paths.registry}/${encodeURIComponent(remote)}`)
  const response = await fetch(url, { cache: 'no-store' }).catch((cause: unknown) => {
    throw new AtriumError('REMOTE_OFFLINE', { subject: remote, remedy: 'Connect and retry.', cause })
  })
  if (response.status === 404) {
    throw new AtriumError('REMOTE_UNKNOWN', { subject: remote, remedy: 'Release it, or correct its name.' })
  }
  if (!response.ok) throw invalid(remote, new Error(`The registry answered ${response.status}`))
  return response.json()
}

/** Asks the gateway, and believes of the answers what is signed. */
export function registryQuestions({ verifier, fetch }: { verifier: RegistryVerifier; fetch: typeof globalThis.fetch }): RegistryQuestions {
  return {
    async entry(remote) {
      const parsed = v.safeParse(pageRegistrySchema, await request(fetch, remote))
      if (!parsed.success) throw invalid(remote, parsed.issues)
      return verifier.entry(parsed.output, remote)
    },
    async serial() {
      const response = await fetch(siteUrl(paths.registry), { cache: 'no-store' })
      return response.ok ? verifier.serial(v.parse(pageRegistrySchema, await response.json())) : 0
    },
  }
}
