export interface FilesBelow {
  readonly files: number
  /** Compressed; undefined when the other origin does not tell (no Timing-Allow-Origin). */
  readonly bytes: number | undefined
}

/** What of the browser's resource timing lies below an address. */
export function filesBelow(base: string, resources: readonly PerformanceResourceTiming[]): FilesBelow {
  const own = resources.filter(({ name }) => base !== '' && name.startsWith(base))
  const bytes = own.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  return { files: new Set(own.map(({ name }) => name)).size, bytes: bytes > 0 ? bytes : undefined }
}
