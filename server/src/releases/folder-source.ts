import { openStore } from '@atrium/store'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ReleaseSource } from './release-source.ts'
import { watchedFile } from './watched-file.ts'

/** Releases in a folder: they are served from where they lie. */
export const folderSource = (folder: string): ReleaseSource => ({
  store: openStore(folder),
  folder,
  has: async (file) => existsSync(path.join(folder, file)),
  read: async (file, check) => check(readFileSync(path.join(folder, file), 'utf8')),
  watch: ({ path: file, ...options }) => ({
    current: watchedFile({ file: path.join(folder, file), ...options }),
    // Each look is a new one.
    renew: async () => undefined,
  }),
  keep: () => undefined,
})
