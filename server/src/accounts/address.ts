import { MailError } from '@atrium/mail-contracts'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** A lower-case domain of letters, digits and hyphens (RFC 1123 §2.1); `localhost` is one. */
export function isDomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part))
}

/** 64 octets at most (RFC 5321 §4.5.3.1.1); starts and ends with a letter or digit, no two marks in a row. */
const localPart = /^(?=.{1,64}$)[a-z0-9]+([._-][a-z0-9]+)*$/

/**
 * The one spelling of an address: lower case, NFC, with a domain.
 * Compares equal for all spellings of one account; says nothing of whether it can exist.
 */
export function canonicalAddress(typed: string, mailDomain: string): string {
  const address = typed.trim().normalize('NFC').toLowerCase()
  return address.includes('@') ? address : `${address}@${mailDomain}`
}

/**
 * The address a new account gets.
 *
 * @throws AtriumError `ADDRESS_INVALID`
 */
export function newAddress(typed: string, mailDomain: string): string {
  const address = canonicalAddress(typed, mailDomain)
  const at = address.lastIndexOf('@')
  if (address.slice(at + 1) !== mailDomain)
    throw new MailError('ADDRESS_INVALID', {
      subject: typed,
      remedy: `Take an address that ends with @${mailDomain}.`,
    })
  if (!localPart.test(address.slice(0, at)))
    throw new MailError('ADDRESS_INVALID', {
      subject: typed,
      remedy: 'Take 1 to 64 letters a-z and digits, with single dots, hyphens or underscores between them.',
    })
  return address
}
