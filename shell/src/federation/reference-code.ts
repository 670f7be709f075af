/** A short code a person can read to somebody, found again in the reports: `R-7F3K2Q`. */
export function referenceCode(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return `R-${Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('')}`
}
