import { AtriumError, type Registry } from '@atrium/contracts'
import path from 'node:path'
import { registrySchema } from '@atrium/contracts'
import type { Config } from '../config/config.ts'
import { parseDocument } from './parse-document.ts'
import { openRegistry } from './open-registry.ts'
import { readDevShell, readShell, type ShellRelease } from './shell-release.ts'
import { emptyRegistry, type SiteRegistry } from './site-registry.ts'
import { watchedFile } from './watched-file.ts'
import { withOverrides } from './with-overrides.ts'

/** The folder of releases as it is now. */
export interface ReleaseStore {
  readonly registry: () => Promise<SiteRegistry>
  /** Null as long as no shell was released. */
  readonly shell: () => Promise<ShellRelease | null>
}

/** What is in the store and can be believed. */
interface Released {
  readonly registry: SiteRegistry
  readonly shell: ShellRelease | null
}

function checkNames({ listings }: Registry): void {
  const wrong = Object.entries(listings).find(([name, listing]) => listing.name !== name)
  if (wrong) throw new Error(`listings.${wrong[0]} says it is ${wrong[1].name}`)
}

const untrusting = (store: string) =>
  new AtriumError('REGISTRY_UNSIGNED', {
    subject: `${store} has a registry, and this server was given no key to check it with`,
    remedy: 'Set ATRIUM_REGISTRY_KEYS to what `pnpm release keys` prints.',
  })

export function createReleaseStore(config: Config, warn: (line: string) => void): ReleaseStore {
  const { store } = config
  let serial = 0
  const released = watchedFile<Released>({
    file: path.join(store, 'registry.json'),
    async parse(text) {
      const document = parseDocument(registrySchema, text)
      checkNames(document)
      if (config.registryKeys.length === 0) throw untrusting(store)
      const registry = await openRegistry(document, { config, seen: serial, warn })
      const shell = document.listings['shell']
      const read = shell ? await readShell(config, shell) : null
      serial = document.signed.head.serial
      return { registry, shell: read }
    },
    initial: { registry: emptyRegistry, shell: null },
    warn,
  })
  const { devShell } = config
  const shellInDevelopment =
    devShell === undefined
      ? undefined
      : watchedFile<ShellRelease | null>({
          file: path.join(devShell, 'record.json'),
          parse: () => readDevShell(config, devShell),
          initial: null,
          warn,
        })
  const configured = [...(config.overrides ?? [])].map(([remote, base]) => ({ remote, base }))
  return {
    shell: async () => (shellInDevelopment ? shellInDevelopment() : (await released()).shell),
    async registry() {
      const overridden = await withOverrides((await released()).registry, configured)
      for (const { remote, base, refused } of overridden.overrides)
        if (refused !== undefined) warn(`${remote} is not taken from ${base}: ${refused}`)
      return overridden.registry
    },
  }
}
