import { findProject } from '@atrium/configs/project'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { buildPackages } from '../builds.ts'
import { readableBytes } from '../report/report.ts'
import { say, UsageError } from '../terminal.ts'
import { analysisPage, type Comparison } from './analysis-page.ts'
import { analysisOf, differences, isOver, readBudgets, sharedUses, vendorLives, type Analysis } from './analysis.ts'
import { analyseBuild } from './read-build.ts'

/**
 * Analyses the last builds.
 *
 * @param checkout - Root of another checkout of this project whose builds are read. Default: this one.
 */
export function analyzeBuilds(names: readonly string[], checkout = findProject().root): Analysis {
  const { root, at, buildFolder, statsFile, store, budgets } = findProject()
  const there = (file: string): string => path.join(checkout, path.relative(root, file))
  const built = names.filter((name) => existsSync(there(path.join(buildFolder(name), 'record.json'))))
  const stats = built.filter((name) => existsSync(there(statsFile(name))))
  return analysisOf({
    builds: built.map((name) => analyseBuild(there(buildFolder(name)))),
    budgets: readBudgets(at(budgets)),
    uses: stats.flatMap((name) => sharedUses(name, there(statsFile(name)))),
    vendors: vendorLives(there(at(store)), built),
  })
}

const run = (folder: string, program: string, ...rest: string[]): string =>
  execFileSync(program, rest, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()

/** Builds a revision in a temporary worktree, with the project's own `build` script. */
function buildRevision(commit: string): Analysis {
  const { root, registryFile } = findProject()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-revision-'))
  try {
    run(root, 'git', 'worktree', 'add', '--detach', '--force', folder, commit)
    say(`building ${commit.slice(0, 12)}`)
    run(folder, 'pnpm', 'install', '--frozen-lockfile', '--prefer-offline', '--config.minimum-release-age=0')
    run(folder, 'pnpm', 'run', 'build')
    const { remotes } = JSON.parse(readFileSync(path.join(folder, path.relative(root, registryFile)), 'utf8')) as { remotes: object }
    return analyzeBuilds(['shell', ...Object.keys(remotes)], folder)
  } finally {
    run(root, 'git', 'worktree', 'remove', '--force', folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What a revision sends. Cached by its commit, so that it is built once.
 *
 * @param revision - Anything git knows: `main`, `HEAD~1`, a tag.
 */
function analyzeRevision(revision: string): Analysis {
  const { root, at, output } = findProject()
  const commit = run(root, 'git', 'rev-parse', '--verify', `${revision}^{commit}`)
  const file = at(output, 'analyze/revisions', `${commit}.2.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Analysis
  const analysis = buildRevision(commit)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(analysis))
  return analysis
}

const { resolve } = createRequire(import.meta.filename)

/** Module by module, as webpack-bundle-analyzer shows it. */
function writeBundlePage(name: string, folder: string): void {
  const { buildFolder, statsFile } = findProject()
  const program = path.join(path.dirname(resolve('webpack-bundle-analyzer/package.json')), 'lib/bin/analyzer.js')
  const options = ['--mode', 'static', '--no-open', '--log-level', 'error', '--report', path.join(folder, `${name}.html`)]
  execFileSync(process.execPath, [program, statsFile(name), buildFolder(name), ...options], { stdio: 'inherit' })
}

function print({ spending }: Analysis, comparison: Comparison | undefined): void {
  for (const spent of spending) {
    const budget = spent.budget === undefined ? 'no budget' : `of ${readableBytes(spent.budget)}`
    process.stdout.write(`${spent.name.padEnd(20)} ${readableBytes(spent.spent).padStart(9)} ${budget}${isOver(spent) ? '  OVER' : ''}\n`)
  }
  for (const { name, before, after } of comparison?.differences ?? []) {
    process.stdout.write(`${name}: ${readableBytes(before)} → ${readableBytes(after)}\n`)
  }
}

/**
 * `atrium analyze [--compare REVISION]`: what every build sends, on one page (`dist/analyze/index.html`) and as JSON,
 * with webpack-bundle-analyzer's page of each build beside it. Ends with 1 when something is over budget.
 */
export async function runAnalyze(args: readonly string[]): Promise<void> {
  const compare = args.indexOf('--compare')
  const revision = compare < 0 ? undefined : args[compare + 1]
  if (compare >= 0 && revision === undefined) throw new UsageError('Specify a revision: atrium analyze --compare main')

  const { at, output, packages, name: title } = findProject()
  const folder = at(output, 'analyze')
  await buildPackages(packages())
  const analysis = analyzeBuilds(packages())
  const comparison = revision === undefined ? undefined : { revision, differences: differences(analyzeRevision(revision), analysis) }
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'analyze.json'), `${JSON.stringify({ ...analysis, comparison }, null, 2)}\n`)
  writeFileSync(path.join(folder, 'index.html'), analysisPage(analysis, { title, comparison }))
  for (const name of packages()) writeBundlePage(name, folder)
  print(analysis, comparison)
  process.stdout.write(`${path.join(folder, 'index.html')}\n`)
  process.exitCode = analysis.spending.some(isOver) ? 1 : 0
}
