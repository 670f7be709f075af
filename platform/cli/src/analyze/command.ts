import { findProject } from '../project.ts'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { readBudgets } from '../budgets.ts'
import { buildPackages } from '../builds.ts'
import { badge, readableBytes, reportPage, tableHtml, treemapSvg, type Cell, type Section } from '../report/report.ts'
import { say, UsageError } from '../terminal.ts'
import { analysisOf, differences, isOver, sharedUses, vendorLives, type Analysis, type Difference } from './analysis.ts'
import { analyseBuild } from './read-build.ts'

const number = (title: string) => ({ title, number: true })

function treemap({ builds }: Analysis): Section {
  const groups = builds.map(({ name, owners }) => ({
    name,
    size: owners.reduce((sum, { size }) => sum + size, 0),
    children: owners.map(({ owner, size }) => ({ name: owner, size })),
  }))
  return {
    title: 'Where the bytes are',
    about: 'Every build, by package: minified bytes, from the source maps. Hover for figures.',
    html:
      `<div class="wide">${treemapSvg(groups, { width: 1070, height: 560 })}</div>` +
      `<div class="tall">${treemapSvg(groups, { width: 360, height: 620 })}</div>`,
  }
}

const verdict = (over: boolean): Cell => (over ? badge('bad', 'over') : badge('good', 'within'))

function budgets({ spending }: Analysis): Section {
  return {
    title: 'Budgets',
    about: 'What a first visit to a page needs, and the size of each build; brotli. The limits are in budgets.json.',
    html: tableHtml(
      [{ title: 'What' }, number('Sent'), number('Budget'), number('Used'), { title: '' }],
      spending.map((each) => [
        each.name,
        readableBytes(each.spent),
        (each.budget ?? Infinity) === Infinity ? 'none' : readableBytes(each.budget ?? 0),
        (each.budget ?? Infinity) === Infinity ? '' : `${Math.round((each.spent / (each.budget ?? 1)) * 100)} %`,
        verdict(isOver(each)),
      ]),
    ),
  }
}

function routes({ firstLoads }: Analysis): Section {
  return {
    title: 'First load by route',
    about: 'The host is sent once, whatever is opened first; a further page costs its remote alone.',
    html: tableHtml(
      [{ title: 'Page' }, number('Host'), number('Remote'), number('Total')],
      firstLoads.map(({ route, host, remote }) => [
        route,
        readableBytes(host),
        readableBytes(remote),
        readableBytes(host + remote),
      ]),
    ),
  }
}

function repeated({ repeated: found }: Analysis): Section {
  const rows = found.slice(0, 30).map(({ owner, builds, saving }): Cell[] => [
    owner,
    Object.entries(builds)
      .map(([build, size]) => `${build} ${readableBytes(size)}`)
      .join(', '),
    readableBytes(saving),
  ])
  return {
    title: 'The same code in several builds',
    about:
      'Minified bytes of modules that are in more than one build, and what sharing the package would save a user who opens everything. Sharing has a price of its own: a shared package is sent whole.',
    html:
      rows.length > 0
        ? tableHtml([{ title: 'Package' }, { title: 'In' }, number('Sharing saves')], rows)
        : '<p>None.</p>',
  }
}

function shared({ sharing }: Analysis): Section {
  return {
    title: 'Shared libraries',
    about: 'Libraries that exist once in the page: which copy runs, who uses it, and copies that never run.',
    html: tableHtml(
      [{ title: 'Library' }, { title: 'From' }, { title: 'Used by' }, { title: 'Copies never used' }],
      sharing.map(({ library, providedBy, usedBy, unusedCopies }) => [
        library,
        providedBy.length > 0 ? providedBy.join(', ') : badge('bad', 'none'),
        usedBy.join(', '),
        unusedCopies.length > 0 ? badge('bad', unusedCopies.join(', ')) : badge('good', 'none'),
      ]),
    ),
  }
}

function vendors({ vendors: lives }: Analysis): Section {
  const rows = lives.map(({ name, file, releases, of, current }): Cell[] => [
    `${name} ${file}`,
    `${releases} of ${of}`,
    current ? badge('good', 'current') : badge('quiet', 'past'),
  ])
  return {
    title: 'How long vendor files last',
    about:
      'Files of npm packages over the releases in the store: the longer a file stays the same, the less a returning user fetches.',
    html:
      rows.length > 0
        ? tableHtml([{ title: 'File' }, number('Releases'), { title: '' }], rows)
        : '<p>No releases yet.</p>',
  }
}

function files({ builds }: Analysis): Section {
  const rows = builds.flatMap(({ name, files: all }) =>
    all
      .toSorted((a, b) => b.brotli - a.brotli)
      .map(({ file, size, brotli }): Cell[] => [`${name}/${file}`, readableBytes(size), readableBytes(brotli)]),
  )
  return {
    title: 'Files',
    about: 'Every output file. The page of each build beside this one shows its modules.',
    html: tableHtml([{ title: 'File' }, number('Minified'), number('Brotli')], rows),
  }
}

function changes(found: readonly Difference[], revision: string): Section {
  const rows = found.map(({ name, before, after }): Cell[] => {
    const by = after - before
    return [
      name,
      readableBytes(before),
      readableBytes(after),
      badge(by > 0 ? 'bad' : 'good', `${by > 0 ? '+' : '−'}${readableBytes(Math.abs(by))}`),
    ]
  })
  return {
    title: 'Changes',
    about: `Compared with ${revision}.`,
    html:
      rows.length > 0
        ? tableHtml([{ title: 'What' }, number('Before'), number('Now'), { title: 'Change' }], rows)
        : '<p>Nothing.</p>',
  }
}

export interface Comparison {
  readonly revision: string
  readonly differences: readonly Difference[]
}

interface AnalysisPageOptions {
  /** Name of the product. */
  readonly title: string
  readonly comparison: Comparison | undefined
}

/** The report: all builds on one page. */
export function analysisPage(analysis: Analysis, { title, comparison }: AnalysisPageOptions): string {
  const over = analysis.spending.filter(isOver).length
  const [landing] = analysis.firstLoads
  return reportPage({
    title: `What ${title} sends`,
    about: 'Every build side by side: sizes, repetition, sharing and budgets.',
    figures: [
      { label: 'Over budget', value: String(over), tone: over > 0 ? 'bad' : 'good' },
      ...(landing
        ? [{ label: `First visit to ${landing.route}, brotli`, value: readableBytes(landing.host + landing.remote) }]
        : []),
      { label: 'Builds', value: String(analysis.builds.length) },
      {
        label: 'All builds, brotli',
        value: readableBytes(analysis.builds.reduce((sum, { brotli }) => sum + brotli, 0)),
      },
      {
        label: 'Sent twice, minified',
        value: readableBytes(analysis.repeated.reduce((sum, { saving }) => sum + saving, 0)),
      },
    ],
    sections: [
      ...(comparison ? [changes(comparison.differences, comparison.revision)] : []),
      ...[treemap, budgets, routes, repeated, shared, vendors, files].map((section) => section(analysis)),
    ],
  })
}

/**
 * Analyses the last builds.
 *
 * @param checkout - Root of another checkout of this project whose builds are read. Default: this one.
 */
export function analyzeBuilds(names: readonly string[], checkout = findProject().root): Analysis {
  const { root, at, buildFolder, statsFile, store } = findProject()
  const there = (file: string): string => path.join(checkout, path.relative(root, file))
  const built = names.filter((name) => existsSync(there(path.join(buildFolder(name), 'record.json'))))
  const stats = built.filter((name) => existsSync(there(statsFile(name))))
  return analysisOf({
    builds: built.map((name) => analyseBuild(there(buildFolder(name)))),
    budgets: readBudgets(),
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
    const { remotes } = JSON.parse(readFileSync(path.join(folder, path.relative(root, registryFile)), 'utf8')) as {
      remotes: object
    }
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
  const options = [
    '--mode',
    'static',
    '--no-open',
    '--log-level',
    'error',
    '--report',
    path.join(folder, `${name}.html`),
  ]
  execFileSync(process.execPath, [program, statsFile(name), buildFolder(name), ...options], { stdio: 'inherit' })
}

function print({ spending }: Analysis, comparison: Comparison | undefined): void {
  for (const spent of spending) {
    const { budget: limit = Infinity } = spent
    const budget = limit === Infinity ? 'no budget' : `of ${readableBytes(limit)}`
    process.stdout.write(
      `${spent.name.padEnd(20)} ${readableBytes(spent.spent).padStart(9)} ${budget}${isOver(spent) ? '  OVER' : ''}\n`,
    )
  }
  for (const { name, before, after } of comparison?.differences ?? []) {
    process.stdout.write(`${name}: ${readableBytes(before)} → ${readableBytes(after)}\n`)
  }
}

/**
 * `atrium analyze [--compare REVISION] [--json]`: what every build sends, on one page (`dist/analyze/index.html`) and as
 * JSON, with webpack-bundle-analyzer's page of each build beside it. Ends with 1 when something is over budget.
 */
export async function runAnalyze(args: readonly string[]): Promise<void> {
  const compare = args.indexOf('--compare')
  const revision = compare < 0 ? undefined : args[compare + 1]
  if (compare >= 0 && revision === undefined) throw new UsageError('Specify a revision: atrium analyze --compare main')

  const { at, output, packages, name: title } = findProject()
  const folder = at(output, 'analyze')
  await buildPackages(packages())
  const analysis = analyzeBuilds(packages())
  const comparison =
    revision === undefined ? undefined : { revision, differences: differences(analyzeRevision(revision), analysis) }
  mkdirSync(folder, { recursive: true })
  const json = `${JSON.stringify({ ...analysis, comparison }, null, 2)}\n`
  writeFileSync(path.join(folder, 'analyze.json'), json)
  writeFileSync(path.join(folder, 'index.html'), analysisPage(analysis, { title, comparison }))
  for (const name of packages()) writeBundlePage(name, folder)
  if (args.includes('--json')) process.stdout.write(json)
  else {
    print(analysis, comparison)
    process.stdout.write(`${path.join(folder, 'index.html')}\n`)
  }
  process.exitCode = analysis.spending.some(isOver) ? 1 : 0
}
