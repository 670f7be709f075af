import { parse } from '@babel/parser'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A bound that the code sets: a constant whose name or comment says so. */
export interface Limit {
  /** Name of the constant, of a property of a table also the table's: `limits.maxSizeUpload`. */
  readonly name: string
  /** As a number or list of numbers, digits in groups. */
  readonly value: string
  /** What is bounded, with its unit: the comment up to "Beyond it". Empty where there is none. */
  readonly meaning: string
  /** What the comment says after "Beyond it". Empty where it does not say. */
  readonly beyond: string
  /** Path below the root. */
  readonly file: string
}

type Syntax = Readonly<Record<string, unknown>>

const isSyntax = (value: unknown): value is Syntax => typeof value === 'object' && value !== null
const childOf = (node: Syntax, key: string): Syntax => (isSyntax(node[key]) ? node[key] : {})
const listOf = (node: Syntax, key: string): readonly Syntax[] =>
  Array.isArray(node[key]) ? node[key].filter(isSyntax) : []

/** Names of bounds: `maxKeys`, `longestWait`, `registryTimeout`, `limits`. Others count when their comment says "Beyond it". */
const boundName =
  /^(max|most|longest|deepest|highest)(?![a-z])|(Timeout|Limits?|MaxAge|Quota)$|^(limits?|timeout|longest|deepest)$/

const sources = [
  'platform/*/src/**/*.{ts,tsx}',
  'shared/*/src/**/*.{ts,tsx}',
  'remotes/*/src/**/*.{ts,tsx}',
  'shell/src/**/*.{ts,tsx}',
  'server/src/**/*.ts',
]

/** Value of a constant expression of numbers, or null. `known` has the constants above it in the file. */
function numberOf(node: Syntax, known: ReadonlyMap<string, number>): number | null {
  switch (node['type']) {
    case 'NumericLiteral':
      return typeof node['value'] === 'number' ? node['value'] : null
    case 'Identifier':
      return known.get(String(node['name'])) ?? null
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return numberOf(childOf(node, 'expression'), known)
    case 'BinaryExpression': {
      const left = numberOf(childOf(node, 'left'), known)
      const right = numberOf(childOf(node, 'right'), known)
      if (left === null || right === null) return null
      const results: Readonly<Record<string, number>> = {
        '*': left * right,
        '+': left + right,
        '-': left - right,
        '/': left / right,
        '**': left ** right,
      }
      return results[String(node['operator'])] ?? null
    }
    default:
      return null
  }
}

const written = (value: number): string => value.toLocaleString('en')

/** Text of the last block comment before a declaration. */
function commentOf(node: Syntax): string {
  const text = listOf(node, 'leadingComments').findLast((comment) => comment['type'] === 'CommentBlock')?.['value']
  if (typeof text !== 'string' || !text.startsWith('*')) return ''
  return text
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .trim()
}

const beyondMark = /\bBeyond (?:it|them|one)\b[:,]? */

function split(comment: string): Pick<Limit, 'meaning' | 'beyond'> {
  // Every limit is a constant unless configuration.md lists it.
  const text = comment.replace(/ ?\bA constant\.$/, '')
  const [meaning = '', ...rest] = text.split(beyondMark)
  const beyond = rest.join('')
  return { meaning: meaning.trim(), beyond: (beyond.charAt(0).toUpperCase() + beyond.slice(1)).trim() }
}

const unwrapped = (node: Syntax): Syntax =>
  ['TSAsExpression', 'TSSatisfiesExpression'].includes(String(node['type']))
    ? unwrapped(childOf(node, 'expression'))
    : node

/** The bounds in a table, each with a comment of its own; what happens beyond them may be said once for all. */
function limitsOfTable(
  name: string,
  table: Syntax,
  given: { readonly known: ReadonlyMap<string, number>; readonly file: string; readonly comment: string },
): Limit[] {
  const ofAll = split(given.comment)
  return listOf(table, 'properties').flatMap((property): Limit[] => {
    const key = childOf(property, 'key')
    const node = childOf(property, 'value')
    const value = numberOf(node, given.known)
    // A constant in a table is listed where it is set.
    if (value === null || node['type'] === 'Identifier') return []
    const { meaning, beyond } = split(commentOf(property))
    return [
      {
        name: `${name}.${String(key['name'])}`,
        value: written(value),
        meaning: meaning || ofAll.meaning,
        beyond: beyond || ofAll.beyond,
        file: given.file,
      },
    ]
  })
}

/** The bounds of one file, in its order. */
function limitsOfFile(file: string, text: string): Limit[] {
  const { program } = parse(text, {
    sourceType: 'module',
    plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'],
  })
  const known = new Map<string, number>()
  const statements: readonly unknown[] = program.body
  return statements.filter(isSyntax).flatMap((statement) => {
    const declaration = statement['type'] === 'ExportNamedDeclaration' ? childOf(statement, 'declaration') : statement
    if (declaration['type'] !== 'VariableDeclaration') return []
    return listOf(declaration, 'declarations').flatMap((one): Limit[] => {
      const name = String(childOf(one, 'id')['name'])
      const init = unwrapped(childOf(one, 'init'))
      const value = numberOf(init, known)
      if (value !== null) known.set(name, value)
      const comment = commentOf(statement) || commentOf(declaration)
      if (!boundName.test(name) && !beyondMark.test(comment)) return []
      if (value !== null) return [{ name, value: written(value), ...split(comment), file }]
      if (init['type'] !== 'ObjectExpression') return []
      return limitsOfTable(name, init, { known, file, comment })
    })
  })
}

/** Every bound of the running code, by file. */
export function readLimits(root: string): Limit[] {
  return sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !/\.test\.|\/testing\/|\/demo\//.test(file))
    .sort()
    .flatMap((file) => limitsOfFile(file, readFileSync(path.join(root, file), 'utf8')))
}

const groups: readonly (readonly [title: string, folders: readonly string[]])[] = [
  ['The mail server', ['server/src/mail/', 'server/src/database/']],
  ['Sign-in, proxies and the process', ['server/']],
  ['The gateway', ['platform/gateway/']],
  ['The platform in the page', ['platform/host/', 'platform/remote/', 'platform/inspector/']],
  ['Releases and their stores', ['platform/']],
  ['Rendering of mail', ['shared/mail-html/']],
  ['The mail client', ['shared/', 'remotes/', 'shell/']],
]

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** The text of docs/limits.md. */
export function limitsPage(limits: readonly Limit[]): string {
  const left = new Set(limits)
  const sections = groups.map(([title, folders]) => {
    const own = [...left].filter(({ file }) => folders.some((folder) => file.startsWith(folder)))
    for (const limit of own) left.delete(limit)
    const rows = own.map(
      ({ name, value, meaning, beyond, file }) =>
        `| \`${name}\` | ${value} | ${cell(meaning)} | ${cell(beyond)} | \`${file}\` |`,
    )
    return `## ${title}\n\n| limit | value | of what | beyond it | set in |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# Limits

Every queue, cache, table, response, upload, stream, pattern and recursion has a bound. \`pnpm limits\` writes this page
from the constants of the code and their comments; \`tests/repo/limits.test.ts\` fails when the page is not what that
writes, or when a limit lacks its meaning or what happens beyond it. All are constants except those that an operator
sets, which are in [configuration.md](configuration.md): \`ATRIUM_QUOTA_MB\`, \`ATRIUM_DISK_RESERVE_MB\`,
\`ATRIUM_RATE_SIGN_IN\`, \`ATRIUM_RATE_SIGN_UP\`, \`ATRIUM_SESSION_IDLE_HOURS\`, \`ATRIUM_SESSION_MAX_DAYS\`. Nothing
that a stranger sends is processed in more than linear time: \`tests/security/linear-work.test.ts\` and
\`server/src/mail/linear-time.test.ts\` double the input of every parser and pattern.

${sections.join('\n')}`
}
