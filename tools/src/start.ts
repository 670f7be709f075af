// `npm start`: builds what has changed, puts it into the store, and runs the server.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { buildPieces } from './build-pieces.ts'
import { trustedKeys } from './keys/signers.ts'
import { publish } from './publish.ts'
import { lastBuilds, pieces, root, storeFolder } from './workspace.ts'

await buildPieces(pieces())
await publish(storeFolder, lastBuilds())

const server = spawn(process.execPath, [path.join(root, 'server/src/main.ts')], {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, ATRIUM_REGISTRY_KEYS: trustedKeys().join(',') },
})
// The terminal signals the whole group; the server ends by itself and this process with it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => server.kill('SIGTERM'))
server.on('exit', (code) => process.exit(code ?? 1))
