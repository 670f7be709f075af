/** What was typed, with the installation's own domain where none was. */
export function fullAddress(typed: string, domain: string): string {
  const address = typed.trim()
  return address === '' || address.includes('@') ? address : `${address}@${domain}`
}
