// `pnpm dev [piece …]`: dev servers with hot reload for the pieces named (default: all), a development
// shell around them, the last build of the rest, and the real server behind.
import { parseConfig, startServer } from '@atrium/server'
import { devBase, devPort } from '@atrium/configs'
import path from 'node:path'
import { buildPieces } from './build-pieces.ts'
import { prepareDevStore } from './dev/dev-store.ts'
import { startDevServer } from './dev/dev-server.ts'
import { portHolder } from './dev/port-holder.ts'
import { pieces, root } from './workspace.ts'

const known = pieces()
const named = process.argv.slice(2)
const unknown = named.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`atrium: there is no ${unknown.join(', ')}; known are ${known.join(', ')}\n`)
  process.exit(2)
}
const hot = named.length > 0 ? named : known
const hotRemotes = hot.filter((name) => name !== 'shell')

for (const name of hot) {
  const holder = await portHolder(devPort(name))
  if (holder === undefined) continue
  process.stderr.write(`atrium: port ${devPort(name)} of ${name} is taken${holder}. End that program first.\n`)
  process.exit(1)
}

await buildPieces(known.filter((name) => name !== 'shell' && !hot.includes(name)))
process.env['NODE_ENV'] = 'development'
const store = await prepareDevStore({ shellIsHot: hot.includes('shell') })
const config = parseConfig({ DATA_DIR: path.join(root, 'data'), ...process.env, ATRIUM_STORE: store })
const server = await startServer({
  ...config,
  overrides: new Map(hotRemotes.map((name) => [name, devBase(name)])),
})
const devServers = await Promise.all(hot.map((name) => startDevServer(name, server.origin)))

process.stdout.write(`\nAtrium, developing ${hot.join(', ')}: ${server.url}\n`)
for (const name of hotRemotes) {
  process.stdout.write(`  ${name} by itself: http://localhost:${devPort(name)}/\n`)
  process.stdout.write(`  ${name} in a production shell: add ?override=${name} to its address\n`)
}
if (server.demo) process.stdout.write(`  demo: ${server.demo.address} / ${server.demo.password}\n`)

const stop = (): void => {
  void Promise.all([...devServers.map((each) => each.stop()), server.close()]).then(() => process.exit(0))
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
