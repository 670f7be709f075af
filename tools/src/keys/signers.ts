import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Signer } from '@atrium/trust'
import { root } from '../workspace.ts'
import { makeKey, signerFromFile, signerFromPem } from './key-file.ts'
import { signerFromCommand } from './sign-command.ts'

/** Keys of this checkout, for development and for an installation on one machine. Never in the repository. */
const keyFolder = path.join(root, '.atrium/keys')

const own = (name: string): Signer => {
  const file = path.join(keyFolder, `${name}.pem`)
  return existsSync(file) ? signerFromFile(file) : makeKey(file)
}

/** `ATRIUM_REGISTRY_KEY` → from the environment, a file, or a program; see docs/security.md. */
function given(variable: string): Signer | undefined {
  const { [variable]: pem, [`${variable}_FILE`]: file, [`${variable}_COMMAND`]: command } = process.env
  if (pem) return signerFromPem(pem, variable)
  if (file) return signerFromFile(file)
  return command ? signerFromCommand(command) : undefined
}

/** Who signs the registry. Two while its key is being changed: the next one signs too. */
export function registrySigners(): Signer[] {
  const next = given('ATRIUM_NEXT_REGISTRY_KEY')
  return [given('ATRIUM_REGISTRY_KEY') ?? own('registry'), ...(next ? [next] : [])]
}

/** Who signs the releases of a piece: its team. */
export const teamSigner = (name: string): Signer => given('ATRIUM_TEAM_KEY') ?? own(name)

/** Public keys that a shell built here trusts, and a gateway started here. */
export function trustedKeys(): string[] {
  const keys = (process.env['ATRIUM_REGISTRY_KEYS'] ?? '').split(',').map((key) => key.trim())
  const named = keys.filter((key) => key !== '')
  return named.length > 0 ? named : registrySigners().map(({ key }) => key)
}
