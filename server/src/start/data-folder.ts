import { AtriumError } from '@atrium/contracts'
import { accessSync, constants, mkdirSync } from 'node:fs'

/**
 * Makes the data folder if it is missing; only its owner may look into it.
 *
 * @throws AtriumError `DATA_DIR_UNWRITABLE`
 */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new AtriumError('DATA_DIR_UNWRITABLE', {
      subject: `${dataDir} (${cause instanceof Error ? cause.message : 'unknown reason'})`,
      remedy: 'Give this user the right to write there, or set DATA_DIR to another folder.',
      cause,
    })
  }
}
