import { findProject } from './project.ts'
import { fromBase64url, type Signer } from '@atrium/trust'
import { spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Public key, base64url, as documents name it. */
const publicKeyOf = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x ?? ''

/** @throws Error naming the source when it is not an Ed25519 private key in PEM form. */
function signerFromPem(pem: string, source: string): Signer {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw new Error(`${source} is not a private key in PEM form; \`atrium release keys make FILE\` writes one`, {
      cause,
    })
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${source} is a key for ${key.asymmetricKeyType}; Atrium needs ed25519`)
  return { key: publicKeyOf(key), sign: async (bytes) => sign(null, bytes, key) }
}

/** @throws Error when the file is missing or is not a key. */
function signerFromFile(file: string): Signer {
  if (!existsSync(file)) throw new Error(`No key at ${file}`)
  return signerFromPem(readFileSync(file, 'utf8'), file)
}

/** Writes a new private key, readable by its owner alone. An existing file is never replaced. */
export function makeKey(file: string): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    // Another process has just made it: use that one.
    if (Reflect.get(Object(error), 'code') !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return signerFromFile(file)
}

function callSigner(command: string, argument: string, input?: Uint8Array): string {
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
const signerFromCommand = (command: string): Signer => ({
  key: callSigner(command, 'key'),
  sign: async (bytes) => fromBase64url(callSigner(command, 'sign', bytes)),
})

/** A key of this checkout, for development and for an installation on one machine; made at its first use. */
function ownSigner(name: string): Signer {
  const { at, keys } = findProject()
  const file = at(keys, `${name}.pem`)
  return existsSync(file) ? signerFromFile(file) : makeKey(file)
}

/** `ATRIUM_REGISTRY_KEY` → the key in the environment, in `…_FILE`, or of the program in `…_COMMAND`; see docs/security.md. */
function configuredSigner(variable: string): Signer | undefined {
  const { [variable]: pem, [`${variable}_FILE`]: file, [`${variable}_COMMAND`]: command } = process.env
  if (pem) return signerFromPem(pem, variable)
  if (file) return signerFromFile(file)
  return command ? signerFromCommand(command) : undefined
}

/** Keys that sign the registry: two while it changes its key, the present one and the next. */
export function registrySigners(): Signer[] {
  const next = configuredSigner('ATRIUM_NEXT_REGISTRY_KEY')
  return [configuredSigner('ATRIUM_REGISTRY_KEY') ?? ownSigner('registry'), ...(next ? [next] : [])]
}

/** The key of the team that releases a package. */
export const teamSigner = (name: string): Signer => configuredSigner('ATRIUM_TEAM_KEY') ?? ownSigner(name)

/** Public keys, base64url, that a host built here and a gateway started here trust: `ATRIUM_REGISTRY_KEYS`. Default: those of `registrySigners`. */
export function trustedKeys(): string[] {
  const keys = (process.env['ATRIUM_REGISTRY_KEYS'] ?? '').split(',').map((key) => key.trim())
  const named = keys.filter((key) => key !== '')
  return named.length > 0 ? named : registrySigners().map(({ key }) => key)
}

const isKey = (name: string): boolean => /^ATRIUM_(NEXT_REGISTRY|REGISTRY|TEAM)_KEY(_FILE|_COMMAND)?$/.test(name)

/** An environment for programs that sign nothing: without private keys and the variables that lead to them. */
export const withoutKeys = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !isKey(name)))
