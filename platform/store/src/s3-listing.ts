import type { ListedFile } from './store.ts'

export interface S3Listing {
  readonly files: readonly ListedFile[]
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescaped = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)

const field = (xml: string, name: string): string | undefined => {
  const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return value === undefined ? undefined : unescaped(value)
}

/** Reads a page of `ListObjectsV2` that was asked for with `encoding-type=url`. */
export function parseListing(xml: string, prefix: string): S3Listing {
  const files = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, object = '']) => ({
    path: decodeURIComponent((field(object, 'Key') ?? '').replaceAll('+', ' ')).slice(prefix.length),
    size: Number(field(object, 'Size')),
    modified: new Date(field(object, 'LastModified') ?? 0),
  }))
  return { files, next: field(xml, 'IsTruncated') === 'true' ? field(xml, 'NextContinuationToken') : undefined }
}
