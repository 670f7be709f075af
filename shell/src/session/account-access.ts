import {
  appPasswordSchema,
  mailPaths,
  signedInDevicesSchema,
  type AppPassword,
  type NewAppPassword,
  type SignedInDevice,
} from '@atrium/mail-contracts'
import * as v from 'valibot'
import { demand } from './gateway.ts'

// The devices and app passwords of the account; loaded when the settings ask for them. Each function throws an
// AtriumError with the gateway's code.

/** A record among those at an address. */
const oneOf = (path: string, id: string): string => `${path}/${encodeURIComponent(id.toWellFormed())}`

export const listDevices = async (): Promise<readonly SignedInDevice[]> =>
  v.parse(signedInDevicesSchema, await demand('GET', mailPaths.sessions))

export const signOutDevice = async (id: string): Promise<void> =>
  void (await demand('DELETE', oneOf(mailPaths.sessions, id)))

export const listAppPasswords = async (): Promise<readonly AppPassword[]> =>
  v.parse(v.array(appPasswordSchema), await demand('GET', mailPaths.appPasswords))

export const createAppPassword = async (request: NewAppPassword): Promise<AppPassword> =>
  v.parse(appPasswordSchema, await demand('POST', mailPaths.appPasswords, request))

export const revokeAppPassword = async (id: string): Promise<void> =>
  void (await demand('DELETE', oneOf(mailPaths.appPasswords, id)))
