import { readFileSync } from 'node:fs'
import path from 'node:path'
import { inlineJson } from './inline-json.ts'

/** Where the shell's own files lie and their hashes. */
export interface ShellFiles {
  /** URL with a slash at its end. */
  readonly base: string
  readonly files: Readonly<Record<string, string>>
}

const source = readFileSync(path.join(import.meta.dirname, 'trust-boot.js'), 'utf8')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('//'))
  .join('\n')
  .replace('export default ', '')

/**
 * Text of the inline script (it needs the nonce) that puts the page's trust into force. It gives the page
 * - `atriumIntegrity(url): string | undefined`, frozen: the hash listed for a URL, `?r=<n>` ignored; empty below `unsigned`;
 * - `__atriumTrust`: `{ integrity(url), trust(base, files) }`, which the shell takes and deletes at start
 *   and uses to admit releases it has verified;
 * - the Trusted Types policy `default`: listed URLs load, all others become `about:blank`, strings
 *   are neither markup nor code.
 *
 * @param shell - Null when a dev server provides the shell.
 * @param unsigned - URLs with a slash at their end; what lies below may load without a hash. Default: none.
 */
export const bootScript = (shell: ShellFiles | null, unsigned: readonly string[] = []): string =>
  `(${source})(${inlineJson(shell)},${inlineJson(unsigned)})`
