import { adoptError, AtriumError, type ErrorCode, type ReleaseRecord } from '@atrium/protocol'
import { emit } from '@atrium/remote'

/** Whose code something was. */
export interface Owner {
  readonly remote: string
  readonly release: string
}

/** Releases lie below `/<name>/<version>/`, whatever the origin and the path before it. */
const releasePath = /\/([a-z][a-z0-9-]*)\/([0-9a-f]{12})\/[^\s)]*/g

/** Foreign code may throw anything, including what throws again when its stack is read. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack) : ''
  } catch {
    return ''
  }
}

/**
 * Reads from an error's stack which release it came from. The first frame outside of the host decides:
 * React, which calls everything, is part of the host's release.
 *
 * @param hostName - Name of the host's own releases. Default: `shell`.
 */
export function ownerOf(error: unknown, hostName = 'shell'): Owner {
  const frames = [...stackOf(error).matchAll(releasePath)].map(([, remote = '', release = '']) => ({ remote, release }))
  return frames.find(({ remote }) => remote !== hostName) ?? frames[0] ?? { remote: 'unknown', release: '' }
}

/** A lazy script or stylesheet of a bundle that could not be fetched. */
const isChunkError = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'ChunkLoadError' || Reflect.get(error, 'code') === 'CSS_CHUNK_LOAD_FAILED')

/** Names what went wrong with an exposed module: REMOTE_LOAD_FAILED when one of its files could not be fetched. */
export function toModuleError(cause: unknown, subject: string): AtriumError {
  const known = adoptError(cause)
  if (known) return known
  const code = isChunkError(cause) ? 'REMOTE_LOAD_FAILED' : 'REMOTE_THREW'
  return new AtriumError(code, { subject, remedy: 'Retry; if it persists, the release is broken.', cause })
}

/** What React says when a component runs against a React that renders nothing here. */
const secondReact =
  /Invalid hook call|reading '(useState|useContext|useEffect|useRef|useMemo|useSyncExternalStore|use)'/

function nameRenderError(subject: string, online: boolean, cause: unknown): AtriumError {
  const known = adoptError(cause)
  if (known) return known
  if (isChunkError(cause)) {
    return online
      ? new AtriumError('REMOTE_LOAD_FAILED', { subject, remedy: 'Retry.', cause })
      : new AtriumError('REMOTE_OFFLINE', { subject, remedy: 'Connect and retry.', cause })
  }
  if (cause instanceof Error && secondReact.test(cause.message)) {
    return new AtriumError('SECOND_COPY', {
      subject: `react, brought by ${subject}`,
      remedy: 'Build the remote with the factory of @atrium/configs, which takes react from the host.',
      cause,
    })
  }
  return new AtriumError('REMOTE_RENDER_FAILED', { subject, remedy: 'Retry, or roll the remote back.', cause })
}

export interface Rendered {
  /** Federated name of what was rendered. */
  readonly name: string
  readonly release: ReleaseRecord
  readonly online: boolean
}

/** Names what went wrong while a remote was rendering, whatever was thrown and whatever reading it does. */
export function toRenderError({ name, release, online }: Rendered, cause: unknown): AtriumError {
  const subject = `${name} of release ${release.version}`
  try {
    return nameRenderError(subject, online, cause)
  } catch {
    return new AtriumError('REMOTE_RENDER_FAILED', { subject, remedy: 'It threw a value that throws when it is read.' })
  }
}

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

const newReference = (): string =>
  `R-${Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => alphabet[byte % alphabet.length]).join('')}`

const references = new WeakMap<AtriumError, string>()

/** The short code a user can quote and an operator finds in the reports (`R-7F3K2Q`); the same for the same error. */
export function referenceOf(error: AtriumError): string {
  const known = references.get(error) ?? newReference()
  references.set(error, known)
  return known
}

export interface RemoteFailure {
  readonly remote: string
  /** Empty when no release of it was tried. */
  readonly release: string
  readonly error: AtriumError
}

/** Nothing is wrong with the remote, and nothing is there to be looked up in the reports. */
const unreported: readonly ErrorCode[] = ['REMOTE_OFFLINE', 'REMOTE_UNKNOWN', 'REMOTE_DISABLED']

const reported = new WeakSet<AtriumError>()

/** Logs a failure and emits `remote:failed`, once per error, also when a fallback hides it from the user. */
export function reportFailure({ remote, release, error }: RemoteFailure): void {
  if (unreported.includes(error.code) || reported.has(error)) return
  reported.add(error)
  const reference = referenceOf(error)
  console.error(`${remote} ${release} ${reference}`, error)
  emit('remote:failed', { remote, release, code: error.code, reference })
}

/** Reports what failed while it was unmounting: its boundary is gone, so the stack says whose code it was. */
export function reportUnmountFailure(cause: unknown): void {
  const { remote, release } = ownerOf(cause)
  const error = new AtriumError('REMOTE_RENDER_FAILED', {
    subject: `${remote}, while it was unmounting`,
    remedy: 'Check the cleanup functions of its effects.',
    cause,
  })
  reportFailure({ remote, release, error })
}
