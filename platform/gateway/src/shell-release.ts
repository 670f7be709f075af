import { AtriumError, releaseRecordSchema, type Listing, type ReleaseRecord } from '@atrium/protocol'
import { parseDocument, storeLayout } from '@atrium/store'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readRelease } from './registry.ts'
import type { ReleaseSource } from './release-source.ts'

/** A page of the shell, cut where the gateway writes into it. */
export interface Template {
  readonly render: (fill: { html: Readonly<Record<string, string>>; head: string; boot: string }) => string
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in an attribute or between tags. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

export const attributes = (values: Readonly<Record<string, string | true>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`))
    .join('')

/** @throws Error when a place to write is missing */
export function parseTemplate(text: string): Template {
  const cut = /^([\s\S]*?)<html\b[^>]*>([\s\S]*?)<!--atrium:head-->([\s\S]*?)<!--atrium:boot-->([\s\S]*)$/.exec(text)
  if (!cut) throw new Error('index.html needs <html>, <!--atrium:head--> and <!--atrium:boot-->, in this order')
  const [, start, beforeHead, beforeBoot, end] = cut
  return {
    render: ({ html, head, boot }) => `${start}<html${attributes(html)}>${beforeHead}${head}${beforeBoot}${boot}${end}`,
  }
}

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
  throw new Error(
    `shell ${record.version}: ./start has ${unlisted === undefined ? 'no files' : `no hash for ${unlisted}`}`,
  )
}

/** The page is the root of the page's trust, so it is checked like any script. */
function checkPage(record: ReleaseRecord, html: string): void {
  const hash = `sha384-${createHash('sha384').update(html).digest('base64')}`
  if (record.documents?.[page] === hash) return
  throw new AtriumError('RELEASE_UNPROVEN', {
    subject: `${page} of shell ${record.version} was changed`,
    remedy: 'Release it again.',
  })
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
  readonly basePath: string
  readonly source: ReleaseSource
}

/**
 * One of the shells that the registry lists.
 *
 * @throws AtriumError RELEASE_UNPROVEN, or Error naming what is wrong with its files.
 */
export async function readShell(
  { basePath, source }: ReadShellOptions,
  listing: Listing,
  version: string,
): Promise<ShellRelease> {
  const { record } = await readRelease(source, listing, version)
  const below = storeLayout.releaseFolder('shell', version)
  const html = await source.read(`${below}${page}`, (text) => {
    checkPage(record, text)
    return text
  })
  const folder = path.join(source.folder, below)
  return shellOf({ record, folder, has: (file) => source.has(`${below}${file}`) }, html, basePath)
}

/** The shell as its dev server last wrote it, unsigned. */
export async function readDevShell(basePath: string, folder: string): Promise<ShellRelease> {
  const record = parseDocument(releaseRecordSchema, readFileSync(path.join(folder, 'record.json'), 'utf8'))
  const html = readFileSync(path.join(folder, page), 'utf8')
  return shellOf({ record, folder, has: async (file) => existsSync(path.join(folder, file)) }, html, basePath)
}
