import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

const skipped = /^(node_modules|dist|data|test-results|playwright-report|fixtures|\..*)$/

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.test(entry.name)) return []
    const file = path.join(folder, entry.name)
    return entry.isDirectory() ? walk(file) : [path.relative(root, file)]
  })
}

export interface SourceFile {
  /** Path below the root. */
  readonly file: string
  readonly text: string
  readonly isTest: boolean
}

/** Every TypeScript file of the project. */
export const sourceFiles = (): SourceFile[] =>
  walk(root)
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => ({
      file,
      text: readFileSync(path.join(root, file), 'utf8'),
      isTest: /(\.(test|spec)\.tsx?$|^tests\/|\/testing\/)/.test(file),
    }))
