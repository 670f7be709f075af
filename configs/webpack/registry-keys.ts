import { publicKeySchema } from '@atrium/protocol'
import * as v from 'valibot'

/**
 * Public keys the shell will trust for as long as it lives; it takes no other from anywhere.
 *
 * @throws Error when the environment names none, or something else.
 */
export function registryKeys(): string[] {
  const keys = (process.env['ATRIUM_REGISTRY_KEYS'] ?? '').split(',').map((key) => key.trim())
  if (keys.every((key) => v.is(publicKeySchema, key))) return keys
  throw new Error('ATRIUM_REGISTRY_KEYS must name the public keys of the registry, with commas between: build with `pnpm build`, which sets it')
}
