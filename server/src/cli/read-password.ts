import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from './usage.ts'

/** Asks without showing what is typed. */
async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(question)
  try {
    return await new Promise<string>((resolve) => terminal.question('', resolve))
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

/**
 * A password from the person at the terminal, or the first line of what is piped in.
 *
 * @throws UsageError when the two answers differ or nothing came
 */
export async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) {
    const password = await ask('Password: ')
    if ((await ask('Again: ')) !== password) throw new UsageError('The two passwords are not the same.')
    return password
  }
  let piped = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) piped += String(chunk)
  const [line = ''] = piped.split(/\r?\n/, 1)
  if (line === '') throw new UsageError('There is no password: give --password, or pipe one in.')
  return line
}
