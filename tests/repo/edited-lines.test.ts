import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from '@babel/parser'

// `pnpm hot-reload` edits lines of every package and takes minutes, so it is not in `npm test`: here its lines are
// looked up, so that a rewritten line does not wait for the next run.

const root = path.resolve(import.meta.dirname, '../..')
const spec = path.join(root, 'tests/dev/every-package.spec.ts')

/** Each call of `edit` whose file is written out: the file, what it replaces, and by what. */
function edits(): [string, string, string][] {
  const found: [string, string, string][] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, callee, arguments: given } = node as Record<string, Record<string, unknown>[] & { name?: string }>
    if ((type as unknown) === 'CallExpression' && callee?.name === 'edit') {
      const [file, from, to] = (given ?? []).map((argument) => String(argument['value'] ?? ''))
      if (file && from) found.push([file, from, to ?? ''])
    }
    for (const child of Object.values(node)) visit(child)
  }
  visit(parse(readFileSync(spec, 'utf8'), { sourceType: 'module', plugins: ['typescript'] }).program.body)
  return found
}

test('every line that hot reload edits is in its file, or was put there by the edit before', () => {
  const all = edits()
  expect(all.length).toBeGreaterThan(10)
  const missing = all.filter(([file, from], index) => {
    const before = all.slice(0, index).filter(([other, , to]) => other === file && to.includes(from))
    return before.length === 0 && !readFileSync(path.join(root, file), 'utf8').includes(from)
  })
  expect(missing).toEqual([])
})
