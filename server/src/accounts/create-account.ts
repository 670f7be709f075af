import type { DatabaseSync } from 'node:sqlite'
import { whenWritable } from '../database/busy.ts'
import { transaction } from '../database/query.ts'
import { newAddress } from './address.ts'
import { addressTaken, type Account, type AccountStore } from './account-store.ts'
import { checkPassword, hashPassword } from './passwords.ts'

export interface NewAccount {
  /** Local part or full address. */
  readonly address: string
  readonly name: string
  readonly password: string
}

/**
 * @throws AtriumError `ADDRESS_INVALID`, `PASSWORD_TOO_SHORT` or `ADDRESS_TAKEN`
 */
export type CreateAccount = (account: NewAccount, inTurn?: InTurn) => Promise<Account>

/** Runs the hashing of a password when its turn has come. Default: at once. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

/** What shows nothing or turns text around has no place in a name that others will see; spelling needs the joiners. */
const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/(?!\p{Join_Control}|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

export interface AccountCreation {
  readonly database: DatabaseSync
  readonly accounts: AccountStore
  readonly mailDomain: string
  /** Makes the mailboxes. Runs in the transaction that makes the account: there is never one without the other. */
  readonly openMailboxes: (account: Account) => void
}

/**
 * The one way an account comes into being. Of simultaneous requests for an address the first does
 * the hashing and the others wait for how it ends; between processes the primary key decides.
 */
export function accountCreator({ database, accounts, mailDomain, openMailboxes }: AccountCreation): CreateAccount {
  const beingMade = new Map<string, Promise<Account>>()
  const make = async (address: string, wanted: NewAccount, inTurn: InTurn): Promise<Account> => {
    const passwordHash = await inTurn(() => hashPassword(wanted.password))
    const name = cleanName(wanted.name) || address.slice(0, address.indexOf('@'))
    return whenWritable(() => transaction(database, () => {
      const account = accounts.create({ address, name, passwordHash })
      openMailboxes(account)
      return account
    }))
  }
  return async (wanted, inTurn = (work) => work()) => {
    const address = newAddress(wanted.address, mailDomain)
    checkPassword(wanted.password)
    // One that fails (a full disk) leaves the address to the next in line.
    for (let first = beingMade.get(address); first; first = beingMade.get(address))
      if (await first.catch(() => null)) break
    if (accounts.byAddress(address)) throw addressTaken(address)
    const made = make(address, wanted, inTurn)
    beingMade.set(address, made)
    try {
      return await made
    } finally {
      beingMade.delete(address)
    }
  }
}
