#!/usr/bin/env node
// The program `atrium`; its commands are listed in commands.ts.
import { AtriumError } from '@atrium/protocol'
import { commands, usage, usageOf } from './commands.ts'
import { say, UsageError } from './terminal.ts'

// For this program alone (see the README), not for those that it starts.
delete process.env['NODE_COMPILE_CACHE']

const isHelp = (argument: string | undefined): boolean => argument === '--help' || argument === '-h'

async function run([name, ...args]: readonly string[]): Promise<void> {
  if (isHelp(name)) return void process.stdout.write(usage())
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (name === undefined || !command)
    throw new UsageError(
      `${name === undefined ? 'Specify a command.' : `Unknown command "${name}".`} Available: ${Object.keys(commands).join(', ')}`,
    )
  if (args.some(isHelp)) return void process.stdout.write(usageOf(name, command))
  const runCommand = await command.load()
  await runCommand(args)
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof AtriumError) say(`${error.code} ${error.message}`)
  else say(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof UsageError ? 2 : 1
}
