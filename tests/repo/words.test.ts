import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { root } from './source-files.ts'

/** Words that this project once used in a sense of its own, each with what to say. */
const words: readonly (readonly [pattern: RegExp, say: string])[] = [
  [/\b(some|no|every)body\b/i, 'a user, the caller, no one, all users'],
  [/\banew\b/i, 'again'],
  [/\b(is|are|was|were|be) told\b|\btells\b/i, 'reports, notifies, logs'],
  [/\bfor good\b/i, 'permanently'],
  [/\boctets?\b/i, 'bytes'],
  [/\b(draws?|drawn|redrawn?) (the|a|an|it|them|anew|again|nothing|below|in|by|above)\b/i, 'renders'],
  [/\bwhoever\b/i, 'the user, your administrator'],
  [/\bblind copy\b/i, 'Bcc'],
  [/\b(as the system|as the browser)\b/i, 'System default, Browser default'],
  [/\ball the same\b/i, 'anyway'],
]

/** JMAP and MIME say `application/octet-stream`; RFC texts are quoted in backticks. */
const withoutCode = (text: string): string =>
  text
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '')
    .replace(/octet-stream/g, '')

const offences = (file: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      words
        .filter(([pattern]) => pattern.test(line))
        .map(([pattern, say]) => `${file}:${index + 1}: ${pattern.exec(line)?.[0]} → ${say}`),
    )

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

test('the texts of the interface are in the words of the field', () => {
  const catalogues = globSync('{shell,remotes/*,platform/*,shared/*}/src/**/strings.ts', { cwd: root })
  expect(catalogues.length).toBeGreaterThan(5)
  expect(catalogues.flatMap((file) => offences(file, read(file)))).toEqual([])
})

test('the documentation is in the words of the field', () => {
  const pages = globSync(
    ['*.md', 'docs/**/*.md', '{platform,shared,remotes}/*/README.md', '{shell,server,configs,tools,tests}/README.md'],
    { cwd: root },
  )
  expect(pages.length).toBeGreaterThan(8)
  expect(pages.flatMap((file) => offences(file, withoutCode(read(file))))).toEqual([])
})

test('so are comments, errors and names of tests, but for a few', () => {
  const files = globSync('{platform,shared,remotes,shell,server,configs,tools,tests}/**/*.{ts,tsx,css,mjs}', {
    cwd: root,
    exclude: (name) =>
      ['node_modules', 'dist', 'fixtures', 'released', 'threads'].includes(typeof name === 'string' ? name : ''),
  }).filter(
    (file) => !file.includes('node_modules') && !file.includes('/released/') && !file.startsWith('tests/repo/words'),
  )
  const found = files.flatMap((file) => offences(file, withoutCode(read(file))))
  expect(found.length > 30 ? found : []).toEqual([])
})
