import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { trustedKeys } from '../keys/signers.ts'
import type { Build } from '../publish.ts'
import { localPiece } from '../workspace.ts'

export interface Change {
  /** `shell`, a remote, or the one application of the local mode. */
  readonly piece: string
  /** Below the root; a line is added to it, in memory. */
  readonly file: string
  /** Where the build goes. */
  readonly folder: string
  /** How often it is compiled anew. Default: once. */
  readonly times?: number
}

/** A piece with one line changed. */
export interface Changed {
  readonly build: Build
  /** How long compiling again took, each time. */
  readonly milliseconds: readonly number[]
}

/** Compiles a piece, changes one line, and compiles it again, as a release would. The checkout stays as it is. */
export async function changeOneLine({ piece, file, folder, times = 1 }: Change): Promise<Changed> {
  const program = path.join(import.meta.dirname, 'recompile.ts')
  const env = {
    ...process.env,
    ATRIUM_COMPOSITION: piece === localPiece ? 'local' : 'federated',
    ATRIUM_REGISTRY_KEYS: trustedKeys().join(','),
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program, piece, file, folder, String(times)], { env })
  const milliseconds = JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[]
  return { build: { name: piece === localPiece ? 'shell' : piece, folder }, milliseconds }
}
