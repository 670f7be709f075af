import { findProject, localApp } from './project.ts'
import { spawn } from 'node:child_process'
import { buildPackages, lastBuilds, localBuilds } from './builds.ts'
import { trustedKeys, withoutKeys } from './keys.ts'
import { publish, renewSignature } from './publish.ts'
import { day } from './release/registry.ts'
import { say } from './terminal.ts'

/**
 * `atrium start`: builds what has changed, publishes it to the store, and runs the project's server over it.
 * With `--local` the remotes are compiled into the host, and the store is one of its own.
 *
 * The server gets `ATRIUM_STORE` and `ATRIUM_REGISTRY_KEYS` in its environment, and no private key.
 */
export async function runStart(args: readonly string[]): Promise<void> {
  const project = findProject()
  const [program, ...rest] = project.server ?? []
  if (program === undefined)
    throw new Error(`${project.root}: atrium.config.ts names no server. Add: server: ['node', 'server.ts']`)
  const local = args.includes('--local')
  const store = local
    ? project.at(project.output, 'local-store')
    : (process.env['ATRIUM_STORE'] ?? project.at(project.store))

  await buildPackages(local ? [localApp] : project.packages())
  await publish(store, local ? localBuilds() : lastBuilds())

  const server = spawn(program === 'node' ? process.execPath : program, rest, {
    stdio: 'inherit',
    cwd: project.root,
    env: { ...withoutKeys(process.env), ATRIUM_STORE: store, ATRIUM_REGISTRY_KEYS: trustedKeys().join(',') },
  })
  // Here and not in the server, which has no key to sign with.
  setInterval(() => {
    renewSignature(store).catch((error: unknown) => say(`the registry could not be signed again: ${String(error)}`))
  }, day).unref()
  // A terminal signals the whole group: the server ends by itself, and this process with it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => server.kill('SIGTERM'))
  server.on('error', (error) => {
    say(`${program} could not be started: ${error.message}`)
    process.exit(1)
  })
  server.on('exit', (code) => process.exit(code ?? 1))
}
