import type { Listing, Registry, ReleaseRecord } from '@atrium/protocol'
import { digestOf, signRegistry, signValue, type SignRegistryOptions } from '@atrium/trust'
import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { registrySigner, teamSigner } from './test-signer.ts'

const hash = (algorithm: string, text: string): Buffer => createHash(algorithm).update(text).digest()

export const integrityOf = (text: string): string => `sha384-${hash('sha384', text).toString('base64')}`

export interface TestRelease {
  readonly name: string
  /** File → text. */
  readonly files: Readonly<Record<string, string>>
  readonly exposes: Readonly<Record<string, readonly string[]>>
  readonly title?: string
  /** Default: 1. */
  readonly platform?: ReleaseRecord['platform']
  /** Default: none. */
  readonly policy?: ReleaseRecord['policy']
}

export function buildRecord({ name, files, exposes, title = name, platform = 1, policy }: TestRelease): ReleaseRecord {
  const version = hash('sha256', JSON.stringify(files)).toString('hex').slice(0, 12)
  const run = Object.entries(files).filter(([file]) => /\.(js|css)$/.test(file))
  const pages = Object.entries(files).filter(([file]) => file.endsWith('.html'))
  return {
    schema: 1,
    name,
    version,
    contract: 1,
    platform,
    entry: run[0]?.[0] ?? 'remoteEntry.js',
    global: `${name}_${version}`,
    exposes: Object.fromEntries(Object.entries(exposes).map(([module, needed]) => [module, [...needed]])),
    files: Object.fromEntries(run.map(([file, text]) => [file, integrityOf(text)])),
    ...(pages.length > 0
      ? { documents: Object.fromEntries(pages.map(([file, text]) => [file, integrityOf(text)])) }
      : {}),
    navigation: { title: { en: title }, icon: 'mail', order: 1 },
    ...(policy ? { policy } : {}),
  }
}

async function writeRelease(store: string, release: TestRelease): Promise<Listing> {
  const record = buildRecord(release)
  const { name, version, navigation } = record
  const signed = { record, signature: await signValue('release', record, teamSigner) }
  const folder = path.join(store, release.name, record.version)
  for (const [file, text] of Object.entries({ ...release.files, 'release.json': JSON.stringify(signed) })) {
    const target = path.join(folder, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text)
    writeFileSync(`${target}.br`, brotliCompressSync(text))
    writeFileSync(`${target}.gz`, gzipSync(text))
  }
  return {
    name,
    base: `/releases/${name}/`,
    ...(navigation ? { navigation } : {}),
    keys: [teamSigner.key],
    channels: { stable: version, previews: {} },
    releases: { [version]: await digestOf(record) },
  }
}

export const pageHtml = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Atrium</title><!--atrium:head--></head>
<body><div id="atrium-root"></div><!--atrium:boot--></body></html>`

export const shellRelease = (files: Readonly<Record<string, string>> = {}): TestRelease => ({
  name: 'shell',
  files: {
    'js/vendor.js': 'self.vendor = 1',
    'js/main.js': 'self.started = 1',
    'css/main.css': 'body { margin: 0 }',
    'js/main.js.map': '{}',
    'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'index.html': pageHtml,
    ...files,
  },
  exposes: { './start': ['css/main.css', 'js/vendor.js', 'js/main.js'] },
})

export const remoteRelease = (name: string, more: Partial<TestRelease> = {}): TestRelease => ({
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

/** Replaces the registry of a store by one that lists this, signed. */
export async function writeRegistry(
  store: string,
  listings: Registry['listings'],
  change: Partial<SignRegistryOptions> = {},
): Promise<Registry> {
  const expires = new Date(Date.now() + 60 * 24 * 3_600_000)
  const registry = await signRegistry({ listings, serial: 1, expires, signers: [registrySigner], ...change })
  const file = path.join(store, 'registry.json')
  writeFileSync(`${file}.new`, JSON.stringify(registry))
  renameSync(`${file}.new`, file)
  return registry
}

/** Writes a folder of releases as the release tool does. Returns the registry it holds. */
export async function writeStore(
  store: string,
  remotes: readonly TestRelease[],
  { shell = shellRelease(), serial = 1 }: { shell?: TestRelease | null; serial?: number } = {},
): Promise<Registry> {
  mkdirSync(store, { recursive: true })
  const listings = await Promise.all(
    [...remotes, ...(shell ? [shell] : [])].map((release) => writeRelease(store, release)),
  )
  return writeRegistry(store, Object.fromEntries(listings.map((listing) => [listing.name, listing])), { serial })
}
