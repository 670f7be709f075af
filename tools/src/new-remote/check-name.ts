import { existsSync } from 'node:fs'
import path from 'node:path'
import { paths, remoteNameSchema } from '@atrium/protocol'
import * as v from 'valibot'
import { commands } from '../release/commands.ts'
import { localPiece, root } from '../workspace.ts'

/** First parts of the gateway's own addresses: a remote's page would never be asked for there. */
const addresses = Object.values(paths).map((address) => address.split('/')[1] ?? '')

/** Names that mean something else in an address, to a dev server, in a store, in a report or to `pnpm release`. */
const reserved = new Set([
  ...addresses,
  ...Object.keys(commands),
  ...['sign-in', 'sign-up', 'healthz', 'maps', 'history', 'vendor', 'dev', 'ws', 'unknown', 'constructor', 'prototype', localPiece],
])

/** All packages are called `@atrium/<folder>`, so a remote cannot have the name of one that is no remote. */
const isPackage = (name: string): boolean =>
  ['.', 'platform', 'shared'].some((group) => existsSync(path.join(root, group, name, 'package.json')))

/** What is wrong with a name for a new remote, in words for the terminal; undefined when nothing is. */
export function checkName(name: string): string | undefined {
  if (name === '') return 'say which: pnpm new-remote <name>'
  if (!v.is(remoteNameSchema, name)) {
    return `"${name}" is no name for a remote: at most 40 lower-case letters, digits and single dashes, a letter first, e.g. team-calendar`
  }
  if (reserved.has(name) || isPackage(name)) return `"${name}" is taken by the workspace itself`
  return undefined
}
