#!/usr/bin/env node
// The program `atrium`. Each command loads its own code: a rollback must not wait for a bundler.
import { AtriumError } from '@atrium/protocol'
import { say, UsageError } from './terminal.ts'

// For this program alone (see the README), not for those that it starts.
delete process.env['NODE_COMPILE_CACHE']

type Command = (args: readonly string[]) => Promise<void>

const commands: Readonly<Record<string, readonly [about: string, load: () => Promise<Command>]>> = {
  start: [
    'build what has changed, publish it to the local store and run the server',
    async () => (await import('./start.ts')).runStart,
  ],
  dev: ['dev servers with hot reload: atrium dev [name …]', async () => (await import('./dev.ts')).runDev],
  build: ['production builds: atrium build [name …] [--local]', async () => (await import('./builds.ts')).runBuild],
  release: [
    'releases and their channels: atrium release --help',
    async () => (await import('./release/command.ts')).runRelease,
  ],
  analyze: [
    'what every build sends: atrium analyze [--compare REVISION]',
    async () => (await import('./analyze/command.ts')).runAnalyze,
  ],
  reproduce: [
    'build again in another folder and compare: atrium reproduce [name …]',
    async () => (await import('./reproduce.ts')).runReproduce,
  ],
  'new-remote': ['create a remote: atrium new-remote NAME', async () => (await import('./new-remote.ts')).runNewRemote],
}

const usage = `Usage: atrium <command> [arguments]\n\n${Object.entries(commands)
  .map(([name, [about]]) => `  ${name.padEnd(12)}${about}\n`)
  .join('')}`

async function run([name, ...args]: readonly string[]): Promise<void> {
  if (name === '--help' || name === '-h') return void process.stdout.write(usage)
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    throw new UsageError(
      `${name === undefined ? 'Specify a command.' : `Unknown command "${name}".`} Available: ${Object.keys(commands).join(', ')}`,
    )
  const [, load] = command
  await (
    await load()
  )(args)
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof AtriumError) say(`${error.code} ${error.message}`)
  else say(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof UsageError ? 2 : 1
}
