import {
  registrySchema,
  releaseRecordSchema,
  type Registry,
  type RegistryEntry,
  type ReleaseRecord,
} from '@atrium/contracts'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import type { Config } from '../config/config.ts'
import { parseTemplate, type Template } from './template.ts'
import { watchedFile } from './watched-file.ts'
import { withOverrides } from './with-overrides.ts'

export interface ShellRelease {
  readonly record: ReleaseRecord
  /** URL path of its files, with a slash at its end. */
  readonly base: string
  /** Folder of its files. */
  readonly folder: string
  readonly template: Template
  /** Whether it has a `favicon.svg`. */
  readonly icon: boolean
}

/** The folder of releases as it is now. */
export interface ReleaseStore {
  readonly registry: () => Promise<Registry>
  /** Null as long as no shell was released. */
  readonly shell: () => ShellRelease | null
}

const empty: Registry = { schema: 1, serial: 1, remotes: {} }

const shellSchema = v.object({ version: releaseRecordSchema.entries.version })

function checkNames(registry: Registry): Registry {
  for (const [name, entry] of Object.entries(registry.remotes)) {
    const other = [entry.name, ...entry.releases.map((release) => release.name)].find((given) => given !== name)
    if (other !== undefined) throw new Error(`remotes.${name} says it is ${other}`)
  }
  return registry
}

const parse = <Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> => {
  const parsed = v.safeParse(schema, JSON.parse(text))
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw new Error(`${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`)
}

type Deployment = Pick<Config, 'store' | 'basePath' | 'disabled' | 'overrides'>

/** What the operator's configuration makes of an entry: moved below the base path, switched off. */
function deployed(entry: RegistryEntry, { basePath, disabled }: Deployment): RegistryEntry {
  const reason = disabled.get(entry.name) ?? entry.disabled
  const base = entry.base.startsWith('/') ? `${basePath}${entry.base.slice(1)}` : entry.base
  return { ...entry, base, ...(reason === undefined ? {} : { disabled: reason }) }
}

function readShell({ store, basePath }: Deployment, version: string): ShellRelease {
  const folder = path.join(store, 'shell', version)
  const record = parse(releaseRecordSchema, readFileSync(path.join(folder, 'record.json'), 'utf8'))
  if (record.name !== 'shell' || record.version !== version)
    throw new Error(`${folder} holds ${record.name} ${record.version}`)
  const start = record.exposes['./start'] ?? []
  const unlisted = start.find((file) => record.files[file] === undefined)
  if (start.length === 0 || unlisted !== undefined)
    throw new Error(
      `${folder}/record.json: ./start has ${unlisted === undefined ? 'no files' : `no hash for ${unlisted}`}`,
    )
  const template = parseTemplate(readFileSync(path.join(folder, 'index.html'), 'utf8'))
  return {
    record,
    folder,
    base: `${basePath}releases/shell/${version}/`,
    template,
    icon: existsSync(path.join(folder, 'favicon.svg')),
  }
}

export function createReleaseStore(deployment: Deployment, warn: (line: string) => void): ReleaseStore {
  const { store } = deployment
  const registry = watchedFile<Registry>({
    file: path.join(store, 'registry.json'),
    parse(text) {
      const read = checkNames(parse(registrySchema, text))
      const remotes = Object.entries(read.remotes).map(([name, entry]) => [name, deployed(entry, deployment)] as const)
      return { ...read, remotes: Object.fromEntries(remotes) }
    },
    initial: empty,
    warn,
  })
  const shell = watchedFile<ShellRelease | null>({
    file: path.join(store, 'shell.json'),
    parse: (text) => readShell(deployment, parse(shellSchema, text).version),
    initial: null,
    warn,
  })
  const configured = [...(deployment.overrides ?? [])].map(([remote, base]) => ({ remote, base }))
  return {
    shell,
    async registry() {
      const overridden = await withOverrides(registry(), configured)
      for (const { remote, base, refused } of overridden.overrides)
        if (refused !== undefined) warn(`${remote} is not taken from ${base}: ${refused}`)
      return overridden.registry
    },
  }
}
