import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './workspace.ts'

export interface StepOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Called with what the program prints, which is shown as well. */
  readonly onOutput?: (text: string) => void
}

/**
 * Runs a program, shows what it prints, and answers its exit code. What it leaves in the folder for temporary files
 * goes when it ends.
 */
export async function step(title: string, command: readonly string[], options: StepOptions = {}): Promise<number> {
  process.stderr.write(`\natrium: ${title}\n`)
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'atrium-step-'))
  try {
    return await run(command, { ...options, env: { ...options.env, TMPDIR: scratch } })
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 })
  }
}

function run([program = '', ...rest]: readonly string[], { env, onOutput }: StepOptions): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const [from, to] of [[child.stdout, process.stdout], [child.stderr, process.stderr]] as const) {
      from.on('data', (chunk: Buffer) => {
        to.write(chunk)
        onOutput?.(chunk.toString())
      })
    }
    child.on('error', () => resolve(127))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
