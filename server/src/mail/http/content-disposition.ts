/** `attachment` with a file name that every browser reads (RFC 6266, RFC 5987) and no header can be made of. */
export function contentDisposition(name: string): string {
  const clean =
    name
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}/\\]+/gu, '_')
      .slice(0, 200) || 'download'
  const ascii = clean.replace(/[^\x20-\x7e]|["%]/g, '_')
  if (ascii === clean) return `attachment; filename="${clean}"`
  const encoded = encodeURIComponent(clean.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
