import type { EmailAddress } from '@atrium/mail-contracts'

/** Mail servers tell the case of a local part apart in theory only. */
export const addressKey = (email: string): string => email.trim().toLowerCase()

/** Each address once, in the order of their first mention; a name is taken where one is found. */
export const uniqueAddresses = (addresses: readonly EmailAddress[]): EmailAddress[] => {
  const found = new Map<string, EmailAddress>()
  for (const address of addresses) {
    const key = addressKey(address.email)
    const before = found.get(key)
    if (!before) found.set(key, address)
    else if (!before.name && address.name) found.set(key, { ...before, name: address.name })
  }
  return [...found.values()]
}

/** Those of the first list who are not in the second. */
export const withoutAddresses = (
  addresses: readonly EmailAddress[],
  others: readonly { readonly email: string }[],
): EmailAddress[] => {
  const away = new Set(others.map(({ email }) => addressKey(email)))
  return addresses.filter(({ email }) => !away.has(addressKey(email)))
}
