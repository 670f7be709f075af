import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { developmentVersion } from '@atrium/configs'
import { publish } from '../publish.ts'
import { lastBuilds, root } from '../workspace.ts'

const store = path.join(root, 'dist/dev-store')

/** Where the development shell is written, by its dev server or once. */
export const devShellFolder = path.join(store, 'shell', developmentVersion)

async function buildShell(): Promise<void> {
  const program = path.join(import.meta.dirname, '../build-piece.ts')
  process.stderr.write('atrium: building the development shell\n')
  const code = await new Promise<number | null>((resolve) =>
    spawn(process.execPath, [program, 'shell'], { stdio: 'inherit' }).on('exit', resolve),
  )
  if (code !== 0) throw new Error('The shell does not build, see above')
  rmSync(devShellFolder, { recursive: true, force: true })
  mkdirSync(devShellFolder, { recursive: true })
  cpSync(path.join(root, 'dist/development/shell'), devShellFolder, { recursive: true })
}

/** A store with a development shell and the last build of every remote. */
export async function prepareDevStore({ shellIsHot }: { readonly shellIsHot: boolean }): Promise<string> {
  mkdirSync(store, { recursive: true })
  if (!shellIsHot) await buildShell()
  writeFileSync(path.join(store, 'shell.json'), JSON.stringify({ version: developmentVersion }))
  publish(store, lastBuilds().filter(({ name }) => name !== 'shell'))
  return store
}
