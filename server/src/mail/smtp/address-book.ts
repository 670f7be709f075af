import type { Outgoing } from '../submission/outgoing.ts'

interface AddressBookOptions {
  /** Of addresses without one. */
  readonly domain: string
  /** Address, or `*@domain` for all others of it → addresses of accounts. Lower case. */
  readonly aliases: ReadonlyMap<string, readonly string[]>
  /** JMAP account id of an address in any spelling, or null. */
  readonly accountOf: (address: string) => string | null
}

const split = (address: string): readonly [local: string, domain: string] => {
  const at = address.lastIndexOf('@')
  return [address.slice(0, at), address.slice(at)]
}

/**
 * Whose mail an address is: an account, an alias, either with a detail behind a plus (`ada+shop@`), or what a
 * catch-all takes. In that order, so that an account never loses its mail to an alias.
 */
export function createAddressBook({
  domain,
  aliases,
  accountOf,
}: AddressBookOptions): Required<Pick<Outgoing, 'resolveAddress' | 'resolveRecipients'>> {
  const named = (address: string): readonly string[] => {
    const account = accountOf(address)
    if (account !== null) return [account]
    return [...new Set((aliases.get(address) ?? []).flatMap((target) => accountOf(target) ?? []))]
  }
  const known = (typed: string): readonly string[] => {
    const lower = typed.trim().normalize('NFC').toLowerCase()
    const address = lower.includes('@') ? lower : `${lower}@${domain}`
    const found = named(address)
    const [local, host] = split(address)
    const plus = local.indexOf('+')
    return found.length > 0 || plus < 1 ? found : named(local.slice(0, plus) + host)
  }
  return {
    // What only the catch-all takes is no one's own address: it may not be sent from.
    resolveAddress: (address) => {
      const [only, ...more] = known(address)
      return only !== undefined && more.length === 0 ? only : null
    },
    resolveRecipients: (address) => {
      const found = known(address)
      if (found.length > 0) return found
      const [, host] = split(address.trim().toLowerCase())
      return named(`*${host}`)
    },
  }
}
