import { AtriumError } from '@atrium/protocol'
import { accountCommand } from './account.ts'
import { usage, UsageError } from './usage.ts'

/** Loaded when used: an account is added without waiting for the importer's parsers. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  account: accountCommand,
  dkim: async (args) => (await import('./queue.ts')).dkimCommand(args),
  queue: async (args) => (await import('./queue.ts')).queueCommand(args),
  doctor: async (args) => (await import('./queue.ts')).doctorCommand(args),
  backup: async (args) => (await import('./backup.ts')).backupCommand(args),
  restore: async (args) => (await import('./backup.ts')).restoreCommand(args),
  import: async (args) => (await import('./import.ts')).importCommand(args),
}

async function run([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined) throw new UsageError('Specify a command.')
  if (name === '--help' || name === '-h' || name === 'help' || args.includes('--help')) {
    process.stdout.write(usage)
    return
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`Unknown command "${name}". Available: ${Object.keys(commands).join(', ')}.`)
  await command(args)
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`)
  else console.error(error instanceof AtriumError ? `${error.code} ${error.message}` : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
