import { spawnSync } from 'node:child_process'
import { fromBase64url, type Signer } from '@atrium/trust'

function ask(command: string, argument: string, input?: Uint8Array): string {
  const { status, stdout, stderr, error } = spawnSync(command, [argument], { input, encoding: 'utf8' })
  if (error || status !== 0) {
    throw new Error(`${command} ${argument} failed: ${error?.message ?? stderr.trim() ?? `it ended with ${status}`}`)
  }
  return stdout.trim()
}

/**
 * Signs elsewhere: in a vault, on a token, by a service. The program is called with `key` and prints the
 * public key; it is called with `sign`, reads the bytes, and prints the signature. Both base64url.
 */
export const signerFromCommand = (command: string): Signer => ({
  key: ask(command, 'key'),
  sign: async (bytes) => fromBase64url(ask(command, 'sign', bytes)),
})
