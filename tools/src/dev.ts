// `pnpm dev [piece …]`: dev servers with hot reload for the pieces named (default: all), a development
// shell around them, the last build of the rest, and the real server behind.
import { devPort } from '@atrium/protocol'
import { developSite, type DevelopedSite } from './dev/developed-site.ts'
import { piecesToDevelop } from './dev/pieces-to-develop.ts'
import { pieces } from './workspace.ts'

const fail = (error: unknown): never => {
  process.stderr.write(`atrium: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

function announce({ server }: DevelopedSite, chosen: readonly string[]): void {
  const seconds = (performance.now() / 1000).toFixed(1)
  const remotes = chosen.filter((name) => name !== 'shell')
  const width = Math.max(0, ...remotes.map((name) => name.length))
  process.stdout.write(`\nAtrium is at ${server.url} after ${seconds} s, with hot reload of ${chosen.join(', ')}\n`)
  for (const name of remotes) process.stdout.write(`  ${name.padEnd(width)}  http://localhost:${devPort(name)}/\n`)
  if (remotes[0]) process.stdout.write(`  in a production shell on this machine: <its address>?override=${remotes[0]}\n`)
  if (server.demo) process.stdout.write(`  demo: ${server.demo.address} / ${server.demo.password}\n`)
}

const chosen = await piecesToDevelop(process.argv.slice(2), pieces()).catch(fail)
const site = await developSite(chosen, pieces()).catch(fail)
announce(site, chosen)

let stopping = false
function stop(): void {
  // Webpack and open event streams take a moment; whoever asks again does not want to wait.
  if (stopping) process.exit(130)
  stopping = true
  site.stop().then(() => process.exit(0), fail)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
