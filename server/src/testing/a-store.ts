import type { Registry, RegistryEntry, ReleaseRecord } from '@atrium/contracts'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const hash = (algorithm: string, text: string): Buffer => createHash(algorithm).update(text).digest()

export const integrityOf = (text: string): string => `sha384-${hash('sha384', text).toString('base64')}`

export interface ARelease {
  readonly name: string
  /** File → text. */
  readonly files: Readonly<Record<string, string>>
  readonly exposes: Readonly<Record<string, readonly string[]>>
  readonly title?: string
}

export function aRecord({ name, files, exposes, title = name }: ARelease): ReleaseRecord {
  const version = hash('sha256', JSON.stringify(files)).toString('hex').slice(0, 12)
  const run = Object.entries(files).filter(([file]) => /\.(js|css)$/.test(file))
  return {
    schema: 1,
    name,
    version,
    contract: 1,
    platform: 1,
    entry: run[0]?.[0] ?? 'remoteEntry.js',
    global: `${name}_${version}`,
    exposes: Object.fromEntries(Object.entries(exposes).map(([module, needed]) => [module, [...needed]])),
    files: Object.fromEntries(run.map(([file, text]) => [file, integrityOf(text)])),
    navigation: { title: { en: title }, icon: 'mail', order: 1 },
  }
}

function writeRelease(store: string, release: ARelease): ReleaseRecord {
  const record = aRecord(release)
  const folder = path.join(store, release.name, record.version)
  for (const [file, text] of Object.entries({ ...release.files, 'record.json': JSON.stringify(record) })) {
    const target = path.join(folder, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text)
    writeFileSync(`${target}.br`, brotliCompressSync(text))
    writeFileSync(`${target}.gz`, gzipSync(text))
  }
  return record
}

export const aPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Atrium</title><!--atrium:head--></head>
<body><div id="atrium-root"></div><!--atrium:boot--></body></html>`

export const aShell = (files: Readonly<Record<string, string>> = {}): ARelease => ({
  name: 'shell',
  files: {
    'js/vendor.js': 'self.vendor = 1',
    'js/main.js': 'self.started = 1',
    'css/main.css': 'body { margin: 0 }',
    'js/main.js.map': '{}',
    'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'index.html': aPage,
    ...files,
  },
  exposes: { './start': ['css/main.css', 'js/vendor.js', 'js/main.js'] },
})

export const aRemote = (name: string, more: Partial<ARelease> = {}): ARelease => ({
  name,
  files: {
    'remoteEntry.js': `self.${name} = 1`,
    'js/page.js': `self.${name}Page = 1`,
    'css/page.css': 'p { color: red }',
    'js/lazy.js': `self.${name}Lazy = 1`,
  },
  exposes: { './page': ['js/page.js', 'css/page.css'] },
  ...more,
})

/** Writes a folder of releases as the release tool does. Returns the registry it holds. */
export function writeStore(store: string, remotes: readonly ARelease[], shell: ARelease | null = aShell()): Registry {
  mkdirSync(store, { recursive: true })
  const entries = remotes.map((remote): [string, RegistryEntry] => [
    remote.name,
    { name: remote.name, base: `/releases/${remote.name}/`, releases: [writeRelease(store, remote)] },
  ])
  const registry: Registry = { schema: 1, serial: 1, remotes: Object.fromEntries(entries) }
  writeFileSync(path.join(store, 'registry.json'), JSON.stringify(registry))
  if (shell)
    writeFileSync(path.join(store, 'shell.json'), JSON.stringify({ version: writeRelease(store, shell).version }))
  return registry
}
