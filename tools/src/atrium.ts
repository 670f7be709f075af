// `pnpm atrium …`: the server's own commands (accounts, import).
import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './steps.ts'

const program = path.join(root, 'server/src/cli/main.ts')
spawn(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' }).on('exit', (code) =>
  process.exit(code ?? 1),
)
