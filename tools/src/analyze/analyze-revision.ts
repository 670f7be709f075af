import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from '../workspace.ts'
import type { Analysis } from './analysis.ts'
import { analyzeBuilds } from './analyze-builds.ts'

const kept = path.join(root, 'dist/analyze/revisions')

const run = (folder: string, program: string, ...rest: string[]): string =>
  execFileSync(program, rest, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()

/** Builds a revision in a checkout of its own, and takes that away again. */
function build(commit: string): Analysis {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-revision-'))
  try {
    run(root, 'git', 'worktree', 'add', '--detach', '--force', folder, commit)
    process.stderr.write(`atrium: building ${commit.slice(0, 12)}\n`)
    run(folder, process.execPath, 'tools/run.mjs', 'build')
    const { remotes } = JSON.parse(readFileSync(path.join(folder, 'registry.json'), 'utf8')) as { remotes: object }
    return analyzeBuilds(['shell', ...Object.keys(remotes)], folder)
  } finally {
    run(root, 'git', 'worktree', 'remove', '--force', folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What a revision sends. Kept by its commit, so that it is built once.
 *
 * @param revision - Anything git knows: `main`, `HEAD~1`, a tag.
 */
export function analyzeRevision(revision: string): Analysis {
  const commit = run(root, 'git', 'rev-parse', '--verify', `${revision}^{commit}`)
  const file = path.join(kept, `${commit}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Analysis
  const analysis = build(commit)
  mkdirSync(kept, { recursive: true })
  writeFileSync(file, JSON.stringify(analysis))
  return analysis
}
