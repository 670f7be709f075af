import { randomBytes } from 'node:crypto'

/** 128 random bits, as CSP3 §7.1 asks for at least. */
export const freshNonce = (): string => randomBytes(16).toString('base64')
