// `npm start`: builds what has changed, puts it into the store, and runs the server.
// With `--local` as one application, every remote compiled in.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { buildPieces } from './build-pieces.ts'
import { trustedKeys } from './keys/signers.ts'
import { withoutKeys } from './keys/without-keys.ts'
import { keepSigned, publish } from './publish.ts'
import { lastBuilds, localBuilds, localPiece, localStoreFolder, pieces, root, storeFolder } from './workspace.ts'

const day = 24 * 3_600_000
const local = process.argv.includes('--local')
const store = local ? localStoreFolder : (process.env['ATRIUM_STORE'] ?? storeFolder)

await buildPieces(local ? [localPiece] : pieces())
await publish(store, local ? localBuilds() : lastBuilds())

const server = spawn(process.execPath, [path.join(root, 'server/src/main.ts')], {
  stdio: 'inherit',
  cwd: root,
  env: { ...withoutKeys(process.env), ATRIUM_STORE: store, ATRIUM_REGISTRY_KEYS: trustedKeys().join(',') },
})
// Here and not in the server: that has no key to sign with.
setInterval(() => {
  keepSigned(store).catch((error: unknown) => process.stderr.write(`atrium: the registry could not be signed again: ${String(error)}\n`))
}, day).unref()
// The terminal signals the whole group; the server ends by itself and this process with it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => server.kill('SIGTERM'))
server.on('exit', (code) => process.exit(code ?? 1))
