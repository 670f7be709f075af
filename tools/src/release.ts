// `pnpm release …`: releases, and everything about who gets which.
import { AtriumError } from '@atrium/protocol'
import { openStore } from '@atrium/store'
import { readCommandLine } from './release/command-line.ts'
import { runCommand } from './release/commands.ts'
import { say } from './release/progress.ts'
import { usage, UsageError } from './release/usage.ts'
import { storeFolder } from './workspace.ts'

// For this program alone (see run.mjs), not for those that it starts.
delete process.env['NODE_COMPILE_CACHE']

async function run(): Promise<void> {
  const { values, positionals } = readCommandLine(process.argv.slice(2))
  if (values.help) return void process.stdout.write(usage)
  const store = openStore(values.store ?? process.env['ATRIUM_STORE'] ?? storeFolder)
  const work = { store, dryRun: values['dry-run'] ?? false, force: values.force ?? false, reason: values.reason, say }
  await runCommand(work, values, positionals)
}

try {
  await run()
} catch (error) {
  if (error instanceof UsageError) say(`${error.message} (pnpm release --help)`)
  else if (error instanceof AtriumError) say(`${error.code} ${error.message}`)
  else say(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof UsageError ? 2 : 1
}
