import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { listBackups, pruneBackups, restoreBackup, writeBackup } from '../backup/backup.ts'
import { parseConfig } from '../config.ts'
import { errorMessage } from '../errors/error-facts.ts'
import { lockDataFolder, prepareDataFolder } from '../process.ts'
import { UsageError } from './usage.ts'

function readFolder(command: 'backup' | 'restore', args: readonly string[]) {
  const options = { keep: { type: 'string' }, at: { type: 'string' } } as const
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) throw new UsageError(`${command} takes one FOLDER.`)
    const foreign = command === 'backup' ? 'at' : 'keep'
    if (values[foreign] !== undefined) throw new UsageError(`${command} takes no --${foreign}.`)
    return { folder: path.resolve(folder), values }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(errorMessage(error))
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

/** `backup FOLDER [--keep COUNT]`. Works beside a running server. */
export async function backupCommand(args: readonly string[]): Promise<void> {
  const { folder, values } = readFolder('backup', args)
  if (values.keep !== undefined && !/^[1-9]\d{0,5}$/.test(values.keep))
    throw new UsageError('--keep takes the number of backups that stay, 1 or more.')
  const { dataDir } = parseConfig(process.env)
  if (folder === dataDir || folder.startsWith(dataDir + path.sep))
    throw new UsageError(`FOLDER is in the data folder ${dataDir}, and would be lost with it. Name another one.`)
  const file = path.join(dataDir, 'atrium.db')
  prepareDataFolder(folder)
  const unlock = lockDataFolder(folder)
  try {
    // As it is: a backup changes nothing, and does not bring it to a newer schema.
    const database = openExisting(file)
    try {
      const { name, size, written } = await writeBackup({ dataDir, database, folder, now: Date.now() })
      console.log(
        `${name}: ${megabytes(size)}, of which ${megabytes(written)} were new (packed). Restored and checked.`,
      )
    } finally {
      database.close()
    }
    if (values.keep === undefined) return
    const removed = pruneBackups(folder, Number(values.keep))
    if (removed.length > 0) console.log(`Removed: ${removed.join(', ')}`)
  } finally {
    unlock()
  }
}

function openExisting(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  } catch (error) {
    throw new UsageError(`There is no database to save: ${file} (${errorMessage(error)}).`)
  }
}

/** `restore FOLDER [--at NAME]`, into an empty DATA_DIR. */
export async function restoreCommand(args: readonly string[]): Promise<void> {
  const { folder, values } = readFolder('restore', args)
  const names = listBackups(folder)
  const name = values.at ?? names.at(-1)
  if (name === undefined) throw new UsageError(`${folder} has no backups.`)
  if (!names.includes(name)) throw new UsageError(`${folder} has no backup ${name}. It has: ${names.join(', ')}.`)
  const { dataDir } = parseConfig(process.env)
  prepareDataFolder(dataDir)
  const unlock = lockDataFolder(dataDir)
  try {
    restoreBackup({ folder, name, dataDir })
    console.log(`${name} is in ${dataDir}.`)
  } finally {
    unlock()
  }
}
