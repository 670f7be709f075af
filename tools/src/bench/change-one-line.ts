import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { trustedKeys } from '../keys/signers.ts'
import type { Build } from '../publish.ts'
import { localPiece } from '../workspace.ts'

/** The line that is changed: in the code of every row, so nothing else can stay as it was by chance. */
const changedFile = 'remotes/inbox/src/list/message-row.tsx'

/** A piece with one line changed. */
export interface Changed {
  readonly build: Build
  /** How long compiling again took, each time. */
  readonly milliseconds: readonly number[]
}

/** Compiles a piece, changes one line of the inbox, and compiles it again, as a release would. */
export async function changeOneLine(piece: string, folder: string): Promise<Changed> {
  const program = path.join(import.meta.dirname, 'recompile.ts')
  const env = {
    ...process.env,
    ATRIUM_COMPOSITION: piece === localPiece ? 'local' : 'federated',
    ATRIUM_REGISTRY_KEYS: trustedKeys().join(','),
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program, piece, changedFile, folder], { env })
  const milliseconds = JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[]
  return { build: { name: piece === localPiece ? 'shell' : piece, folder }, milliseconds }
}
