import { hostName, localApp } from '../project.ts'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { trustedKeys } from '../keys.ts'
import type { Build } from '../builds.ts'

interface Change {
  /** The host, a remote, or the one application of the local mode. */
  readonly name: string
  /** Path below the root; a line is added to it, in memory. */
  readonly file: string
  /** Where the build goes. */
  readonly folder: string
  /** How often it is changed and compiled again. Default: 1. */
  readonly times?: number
}

/** A package with one line changed. */
interface Changed {
  readonly build: Build
  /** How long compiling again took, each time. */
  readonly milliseconds: readonly number[]
}

/** Compiles a package, changes one line, and compiles it again, as a release would. The checkout stays as it is. */
export async function changeOneLine({ name, file, folder, times = 1 }: Change): Promise<Changed> {
  const program = path.join(import.meta.dirname, `recompile${path.extname(import.meta.filename)}`)
  const env = {
    ...process.env,
    ATRIUM_COMPOSITION: name === localApp ? 'local' : 'federated',
    ATRIUM_REGISTRY_KEYS: trustedKeys().join(','),
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program, name, file, folder, String(times)], { env })
  const milliseconds = JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as number[]
  const build = name === localApp ? { name: hostName, folder, budget: localApp } : { name, folder }
  return { build, milliseconds }
}
