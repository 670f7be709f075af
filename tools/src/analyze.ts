// `pnpm analyze [--compare REVISION]`: what every build sends, on one page (dist/analyze/index.html) and as
// JSON, and beside it webpack-bundle-analyzer's page of each build. Ends with 1 when something is over budget.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { analysisPage, type Comparison } from './analyze/analysis-page.ts'
import { analyzeBuilds } from './analyze/analyze-builds.ts'
import { analyzeRevision } from './analyze/analyze-revision.ts'
import { isOver } from './analyze/budgets.ts'
import { differences } from './analyze/compare.ts'
import { buildPieces } from './build-pieces.ts'
import { readableBytes } from './report/units.ts'
import { buildFolder, pieces, root, statsFile } from './workspace.ts'

const folder = path.join(root, 'dist/analyze')
const { resolve } = createRequire(import.meta.url)

/** Module by module, with the library that everybody knows. */
function bundlePage(name: string): void {
  const program = path.join(path.dirname(resolve('webpack-bundle-analyzer/package.json')), 'lib/bin/analyzer.js')
  const options = ['--mode', 'static', '--no-open', '--log-level', 'error', '--report', path.join(folder, `${name}.html`)]
  execFileSync(process.execPath, [program, statsFile(name), buildFolder(name), ...options], { stdio: 'inherit' })
}

const at = process.argv.indexOf('--compare')
const revision = at < 0 ? undefined : process.argv[at + 1]
if (at >= 0 && revision === undefined) {
  process.stderr.write('atrium: say with what: pnpm analyze --compare main\n')
  process.exit(2)
}

await buildPieces(pieces())
const analysis = analyzeBuilds(pieces())
const comparison: Comparison | undefined =
  revision === undefined ? undefined : { revision, differences: differences(analyzeRevision(revision), analysis) }
mkdirSync(folder, { recursive: true })
writeFileSync(path.join(folder, 'analyze.json'), `${JSON.stringify({ ...analysis, comparison }, null, 2)}\n`)
writeFileSync(path.join(folder, 'index.html'), analysisPage(analysis, comparison))
for (const name of pieces()) bundlePage(name)

for (const spent of analysis.spending) {
  const budget = spent.budget === undefined ? 'no budget' : `of ${readableBytes(spent.budget)}`
  process.stdout.write(`${spent.name.padEnd(20)} ${readableBytes(spent.spent).padStart(9)} ${budget}${isOver(spent) ? '  OVER' : ''}\n`)
}
for (const { name, before, after } of comparison?.differences ?? []) {
  process.stdout.write(`${name}: ${readableBytes(before)} → ${readableBytes(after)}\n`)
}
process.stdout.write(`${path.join(folder, 'index.html')}\n`)
process.exitCode = analysis.spending.some(isOver) ? 1 : 0
