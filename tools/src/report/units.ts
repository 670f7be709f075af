/** Octets as people read them: 1 KB is 1000 of them, as on the wire. */
export function readableBytes(bytes: number): string {
  if (Math.abs(bytes) < 1000) return `${Math.round(bytes)} B`
  if (Math.abs(bytes) < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`
  return `${(bytes / 1_000_000).toFixed(2)} MB`
}
