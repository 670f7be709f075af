import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './steps.ts'

/** The committed surface: what released hosts and remotes were built against. */
export const releasedFolder = path.join(root, 'shared/mail-contracts/released')

/** File below the folder → text. */
export type Surface = Readonly<Record<string, string>>

export function readSurface(folder: string): Surface {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'))
  return Object.fromEntries(files.toSorted().map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]))
}

/** The surface as the source has it now, written by the type checker. */
export function currentSurface(): Surface {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-contracts-'))
  try {
    const project = path.join(root, 'configs/tsconfig/contracts.json')
    execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['-p', project, '--outDir', folder], { cwd: root })
    return readSurface(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
