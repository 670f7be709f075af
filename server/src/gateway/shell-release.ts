import { AtriumError, releaseRecordSchema, type Listing, type ReleaseRecord } from '@atrium/protocol'
import { parseDocument, storeLayout } from '@atrium/store'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../config/config.ts'
import type { ReleaseSource } from '../releases/release-source.ts'
import { readRelease } from './read-release.ts'
import { parseTemplate, type Template } from './template.ts'

export interface ShellRelease {
  readonly record: ReleaseRecord
  /** URL path of its files, with a slash at its end. */
  readonly base: string
  /** Folder of its files. */
  readonly folder: string
  /** Whether a file is there, or can be had. */
  readonly has: (file: string) => Promise<boolean>
  readonly template: Template
  /** Whether it has a `favicon.svg`. */
  readonly icon: boolean
}

const page = 'index.html'

function checkStart(record: ReleaseRecord): void {
  const start = record.exposes['./start'] ?? []
  const unlisted = start.find((file) => record.files[file] === undefined)
  if (start.length > 0 && unlisted === undefined) return
  throw new Error(`shell ${record.version}: ./start has ${unlisted === undefined ? 'no files' : `no hash for ${unlisted}`}`)
}

/** The page is the root of the page's trust, so it is checked like any script. */
function checkPage(record: ReleaseRecord, html: string): void {
  const hash = `sha384-${createHash('sha384').update(html).digest('base64')}`
  if (record.documents?.[page] === hash) return
  throw new AtriumError('RELEASE_UNPROVEN', { subject: `${page} of shell ${record.version} was changed`, remedy: 'Release it again.' })
}

type ShellFiles = Pick<ShellRelease, 'record' | 'folder' | 'has'>

async function shellOf(files: ShellFiles, html: string, basePath: string): Promise<ShellRelease> {
  checkStart(files.record)
  const base = `${basePath}releases/shell/${files.record.version}/`
  // A page without its icon is better than none.
  const icon = await files.has('favicon.svg').catch(() => false)
  return { ...files, base, template: parseTemplate(html), icon }
}

export interface ReadShellOptions {
  readonly config: Config
  readonly source: ReleaseSource
}

/**
 * One of the shells that the registry lists.
 *
 * @throws AtriumError RELEASE_UNPROVEN, or Error naming what is wrong with its files.
 */
export async function readShell({ config, source }: ReadShellOptions, listing: Listing, version: string): Promise<ShellRelease> {
  const { record } = await readRelease(source, listing, version)
  const below = storeLayout.releaseFolder('shell', version)
  const html = await source.read(`${below}${page}`, (text) => {
    checkPage(record, text)
    return text
  })
  const folder = path.join(source.folder, below)
  return shellOf({ record, folder, has: (file) => source.has(`${below}${file}`) }, html, config.basePath)
}

/** The shell as its dev server last wrote it; nobody has signed it. */
export async function readDevShell({ basePath }: Config, folder: string): Promise<ShellRelease> {
  const record = parseDocument(releaseRecordSchema, readFileSync(path.join(folder, 'record.json'), 'utf8'))
  const html = readFileSync(path.join(folder, page), 'utf8')
  return shellOf({ record, folder, has: async (file) => existsSync(path.join(folder, file)) }, html, basePath)
}
