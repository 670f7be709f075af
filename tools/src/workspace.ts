import { readFileSync } from 'node:fs'
import path from 'node:path'
import { remoteNameSchema } from '@atrium/protocol'
import * as v from 'valibot'
import type { Build } from './publish.ts'

export const root = path.resolve(import.meta.dirname, '../..')

const registryFileSchema = v.strictObject({
  remotes: v.record(
    remoteNameSchema,
    v.strictObject({
      /** Why the remote is switched off. */
      disabled: v.optional(v.string()),
      /** Where its source is. Default: `remotes/<name>`. */
      folder: v.optional(v.string()),
    }),
  ),
})

/** The remotes this installation runs: `registry.json` in the root. */
export function installedRemotes(): v.InferOutput<typeof registryFileSchema>['remotes'] {
  return v.parse(registryFileSchema, JSON.parse(readFileSync(path.join(root, 'registry.json'), 'utf8'))).remotes
}

/** The piece that is the whole workspace: the shell with every installed remote compiled into it. */
export const localPiece = 'local'

/** Folder of a buildable piece: `shell` or a remote. */
export const folderOf = (name: string): string =>
  path.join(root, name === 'shell' || name === localPiece ? 'shell' : (installedRemotes()[name]?.folder ?? `remotes/${name}`))

/** Where a build puts its files. */
export const buildFolder = (name: string): string => path.join(root, 'dist/builds', name)

/** What the bundler knows of a piece's last build. */
export const statsFile = (name: string): string => path.join(root, 'dist/stats', `${name}.json`)

/** Where releases are kept by default. */
export const storeFolder = path.join(root, 'dist/store')

/** Where the releases of the local mode are kept, which are one application. */
export const localStoreFolder = path.join(root, 'dist/local-store')

/** Everything that is built, the shell first. */
export const pieces = (): string[] => ['shell', ...Object.keys(installedRemotes())]

/** The last build of every piece, as it is published. */
export const lastBuilds = (): Build[] => {
  const remotes = installedRemotes()
  return pieces().map((name) => ({ name, folder: buildFolder(name), disabled: remotes[name]?.disabled }))
}

/** The one application that the local mode builds. */
export const localBuilds = (): Build[] => [{ name: 'shell', folder: buildFolder(localPiece) }]
