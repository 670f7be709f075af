import { MailError } from '@atrium/mail-contracts'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { errorMessage } from '../errors/error-facts.ts'

/** Step by step: Node's own `recursive` never ends where a parent says it does not exist and is there (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  // Only its owner may look into it.
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * Makes the data folder if it is missing.
 *
 * @throws AtriumError `DATA_DIR_UNWRITABLE`
 */
export function prepareDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new MailError('DATA_DIR_UNWRITABLE', {
      subject: `${dataDir} (${errorMessage(cause)})`,
      remedy: 'Give this user the right to write there, or set DATA_DIR to another folder.',
      cause,
    })
  }
}
