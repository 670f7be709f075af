import type { EmailAddress } from '@atrium/mail-contracts'
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { formatAddress } from './format-address.ts'
import { parseAddresses } from './parse-addresses.ts'
import { uniqueAddresses } from './same-address.ts'

export interface AddressInput {
  readonly text: string
  readonly setText: (text: string) => void
  readonly add: (people: readonly EmailAddress[]) => void
  /** Makes what was typed recipients. */
  readonly commit: () => void
  readonly remove: (index: number) => void
  readonly edit: (index: number) => void
  readonly paste: (event: ClipboardEvent<HTMLInputElement>) => void
  /** Keys that end an address. Returns whether one did. */
  readonly endKey: (event: KeyboardEvent<HTMLInputElement>) => boolean
}

/** What is typed beside the recipients, until it becomes one. */
export const useAddressInput = (
  value: readonly EmailAddress[],
  onChange: (value: readonly EmailAddress[]) => void,
): AddressInput => {
  const [text, setText] = useState('')
  const add = (people: readonly EmailAddress[]): void => {
    setText('')
    if (people.length > 0) onChange(uniqueAddresses([...value, ...people]))
  }
  const remove = (index: number): void => onChange(value.filter((_, at) => at !== index))
  return {
    text,
    setText,
    add,
    commit: () => add(parseAddresses(text)),
    remove,
    edit: (index) => {
      const edited = value[index]
      if (!edited) return
      const rest = value.filter((_, at) => at !== index)
      onChange(uniqueAddresses([...rest, ...parseAddresses(text)]))
      setText(formatAddress(edited))
    },
    paste: (event) => {
      const people = parseAddresses(event.clipboardData.getData('text/plain'))
      // A single word may be the middle of an address: that is for the person to finish.
      if (text.trim() !== '' || !people.some(({ email }) => email.includes('@'))) return
      event.preventDefault()
      add(people)
    },
    endKey: (event) => {
      const ends = event.key === 'Enter' || event.key === ',' || event.key === ';' || event.key === 'Tab'
      const open = (text.match(/"/g)?.length ?? 0) % 2 === 1
      if (!ends || text.trim() === '' || (event.key === ',' && open)) return false
      // Tab goes on to the next field, and Ctrl+Enter on to sending.
      if (event.key !== 'Tab' && !event.ctrlKey && !event.metaKey) event.preventDefault()
      add(parseAddresses(text))
      return true
    },
  }
}
