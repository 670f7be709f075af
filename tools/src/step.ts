import { spawn } from 'node:child_process'
import { root } from './workspace.ts'

export interface StepOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Called with what the program prints, which is shown as well. */
  readonly onOutput?: (text: string) => void
}

/** Runs a program, shows what it prints, and answers its exit code. */
export function step(title: string, command: readonly string[], { env, onOutput }: StepOptions = {}): Promise<number> {
  process.stderr.write(`\natrium: ${title}\n`)
  const [program = '', ...rest] = command
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
