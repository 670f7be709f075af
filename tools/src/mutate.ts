// `pnpm mutate [area or path …]`: makes one small change to the code after the other, runs the unit tests that the
// changed file is related to, and lists the changes that none of them noticed. Without arguments: what the last commit
// changed. `npm test` runs a slice.
import { findProject } from '@atrium/cli/project'
import { Stryker } from '@stryker-mutator/core'
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { jestCommand, root } from './steps.ts'

/** A part of the code with a score of its own in `mutation.json`. */
interface Area {
  /** Folders below the repository. */
  readonly files: readonly string[]
  /** Percent of the changes that tests must notice. */
  readonly bar: number
  /** Percent at the last whole run. Null: never run. It may only rise. */
  readonly score: number | null
}

const scoresFile = path.join(root, 'mutation.json')

const readAreas = (): Record<string, Area> => JSON.parse(readFileSync(scoresFile, 'utf8')) as Record<string, Area>

const git = (...rest: string[]): string[] =>
  execFileSync('git', rest, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')

const isSource = (file: string): boolean =>
  /\.tsx?$/.test(file) &&
  !/\.(test|spec|config)\.tsx?$|\.d\.ts$|\/testing\/|\/(strings|index)\.tsx?$|\/(tests|examples|templates|bench)\//.test(
    `/${file}`,
  )

/**
 * Source files of areas and paths: `trust`, `platform/store`, `server/src/config.ts`.
 *
 * @throws Error naming an argument that is neither.
 */
function filesOf(names: readonly string[]): string[] {
  const areas = readAreas()
  const files = git('ls-files', '-co', '--exclude-standard').filter(isSource)
  return names.flatMap((name) => {
    const folders = areas[name]?.files ?? [path.relative(root, path.resolve(name)).split(path.sep).join('/')]
    const found = files.filter((file) => folders.some((folder) => file === folder || file.startsWith(`${folder}/`)))
    if (found.length > 0) return found
    throw new Error(
      `${name} is no area of mutation.json (${Object.keys(areas).join(', ')}) and no path with source files`,
    )
  })
}

/** The lines that the last commit changed, as `file:first-last`, the smallest changes first. None in a shallow clone. */
function changedLines(): string[] {
  if (Number(git('rev-list', '--count', 'HEAD')[0]) < 2) return []
  const ranges: { readonly range: string; readonly lines: number }[] = []
  let file = ''
  for (const line of git('diff', '--unified=0', '--no-color', 'HEAD~1', 'HEAD')) {
    if (line.startsWith('+++ ')) file = line.slice(6)
    const [, first, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? []
    if (first === undefined || !isSource(file) || count === '0') continue
    ranges.push({ range: `${file}:${first}-${Number(first) + Number(count) - 1}`, lines: Number(count) })
  }
  return ranges.toSorted((a, b) => a.lines - b.lines).map(({ range }) => range)
}

/** As many ranges as can be run in a minute: 60 lines, in 5 files that no more than 8 files of tests are related to. */
function quickSlice(ranges: readonly string[]): string[] {
  const related = new Map<string, number>()
  let lines = 60
  return ranges.filter((range) => {
    const [, file = '', first, last] = /^(.*):(\d+)-(\d+)$/.exec(range) ?? []
    if (!related.has(file) && related.size < 5) {
      const [program = '', ...rest] = jestCommand('--listTests', '--findRelatedTests', file)
      const listed = execFileSync(program, rest, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      related.set(file, listed.split('\n').filter(Boolean).length)
    }
    const tests = related.get(file) ?? Infinity
    if (tests === 0 || tests > 8) return false
    lines -= Number(last) - Number(first) + 1
    return lines >= 0
  })
}

/** Of the mutants that say something: those that do not run, or are marked as equivalent, are left out. */
interface Score {
  readonly noticed: number
  readonly survivors: readonly MutantResult[]
}

const noticed = new Set(['Killed', 'Timeout'])
const survived = new Set(['Survived', 'NoCoverage'])

/** Percent, one decimal place, rounded down. 100 when there was nothing to change. */
const percent = ({ noticed: caught, survivors }: Score): number => {
  const all = caught + survivors.length
  return all === 0 ? 100 : Math.floor((1000 * caught) / all) / 10
}

/** As in configs/jest/projects.mjs: which of the two environments the tests of a file run in. */
const runsIn = (file: string): 'browser' | 'node' =>
  /^(?:shell|remotes|platform\/(?:inspector|remote|host)|shared\/(?:jmap|mail|mail-html|mail-ui|ui))\//.test(file)
    ? 'browser'
    : 'node'

/**
 * Runs the mutants of files (or `file:first-last`), and writes the report page; one of its own for each environment.
 *
 * @throws Error when the tests do not pass as they are.
 */
async function mutate(files: readonly string[], page: string): Promise<Score> {
  const scores: Score[] = []
  for (const environment of ['node', 'browser'] as const) {
    const own = files.filter((file) => runsIn(file) === environment)
    if (own.length > 0) scores.push(await mutateIn(environment, own, page.replace(/\.html$/, `.${environment}.html`)))
  }
  return {
    noticed: scores.reduce((sum, score) => sum + score.noticed, 0),
    survivors: scores.flatMap(({ survivors }) => survivors),
  }
}

async function mutateIn(environment: 'browser' | 'node', files: readonly string[], page: string): Promise<Score> {
  mkdirSync(path.dirname(page), { recursive: true })
  const options: PartialStrykerOptions = {
    mutate: [...files],
    testRunner: 'jest',
    plugins: [import.meta.resolve('@stryker-mutator/jest-runner'), import.meta.resolve('./mutate-ignore.ts')],
    ignorers: ['words'],
    jest: { projectType: 'custom', configFile: `configs/jest/${environment}.mjs`, enableFindRelatedTests: true },
    coverageAnalysis: 'perTest',
    concurrency: os.availableParallelism(),
    // A change that makes a loop endless is stopped: three times what the tests took, and some seconds.
    timeoutFactor: 3,
    timeoutMS: 5_000,
    // Not in the repository, where jest would find every package twice after a run that was stopped.
    tempDirName: path.join(os.tmpdir(), 'atrium-mutate'),
    ignorePatterns: ['dist', 'test-results', '.atrium', 'docs/images'],
    // It reads it with the compiler's JavaScript API, which the native compiler does not have.
    tsconfigFile: 'no-tsconfig.json',
    incremental: true,
    incrementalFile: page.replace(/\.html$/, '.incremental.json'),
    reporters: ['html', 'progress-append-only'],
    htmlReporter: { fileName: page },
    allowEmpty: true,
  }
  const results = await new Stryker(options).runMutationTest()
  return {
    noticed: results.filter(({ status }) => noticed.has(status)).length,
    survivors: results.filter(({ status }) => survived.has(status)),
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 100)

/** One line for each change that no test noticed. */
function survivorLines({ survivors }: Score): string[] {
  const sources = new Map<string, string[]>()
  return survivors.map(({ fileName, location: { start, end }, replacement = '', status }) => {
    const file = path.relative(root, fileName)
    const lines = sources.get(file) ?? readFileSync(path.join(root, file), 'utf8').split('\n')
    sources.set(file, lines)
    const rest = lines.slice(start.line - 1, end.line)
    const whole = rest.map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === rest.length - 1 ? end.column - 1 : undefined),
    )
    const untested = status === 'NoCoverage' ? ' (no test runs it)' : ''
    return `${file}:${start.line}  ${oneLine(whole.join(' '))} → ${oneLine(replacement)}${untested}`
  })
}

/** Keeps a score that has risen. @returns false when it has fallen. */
function keepScore(name: string, score: number): boolean {
  const areas = readAreas()
  const area = areas[name]
  if (!area) return true
  if (area.score !== null && score < area.score) return false
  writeFileSync(scoresFile, scoresText({ ...areas, [name]: { ...area, score } }))
  return true
}

/** One line for each area, so that two people who raise two scores do not meet. */
const scoresText = (areas: Record<string, Area>): string => {
  const line = (area: Area): string =>
    JSON.stringify(area)
      .replace(/([:,])/g, '$1 ')
      .replace(/^\{(.*)\}$/, '{ $1 }')
  return `{\n${Object.entries(areas)
    .map(([name, area]) => `  "${name}": ${line(area)}`)
    .join(',\n')}\n}\n`
}

async function run(names: readonly string[]): Promise<number> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  const report = (name: string): string =>
    path.join(root, findProject().output, 'mutate', `${name.replaceAll(/[^\w.-]+/g, '-')}.html`)
  let code = 0
  for (const name of names.length > 0 ? names : ['last commit']) {
    const files = names.length > 0 ? filesOf([name]) : changedLines()
    if (files.length === 0) {
      say('The last commit changed no source files.')
      continue
    }
    const page = report(name)
    const score = await mutate(files, page)
    for (const line of survivorLines(score)) say(line)
    const reached = percent(score)
    const { bar, score: before } = readAreas()[name] ?? { bar: null, score: null }
    say(
      `${name}: ${reached} % noticed, ${score.survivors.length} not${bar === null ? '' : `; bar ${bar} %, before ${before ?? 'never run'}`}. ${page}`,
    )
    if (keepScore(name, reached)) continue
    say(
      `${name}: the score has fallen from ${before} %. Add tests, or mark what changes nothing with // Stryker disable next-line and the reason.`,
    )
    code = 1
  }
  return code
}

/** The slice of `npm test`. The signatures of the trust chain must keep their bar; of the last commit it is only shown. */
async function runSlice(): Promise<number> {
  const measure = async (name: string, files: readonly string[]): Promise<number> => {
    const score = await mutate(files, path.join(root, findProject().output, 'mutate', `${name}.html`))
    for (const line of survivorLines(score)) process.stdout.write(`not noticed: ${line}\n`)
    return percent(score)
  }
  const failed = (error: unknown): number => {
    process.stdout.write(`The score could not be measured: ${String(error)}\n`)
    return 0
  }
  const chain = ['platform/trust/src/verify.ts', 'platform/trust/src/signing.ts']
  const trust = await measure('slice', filesOf(chain)).catch(failed)
  const changed = await measure('last-commit', quickSlice(changedLines())).catch(failed)
  process.stdout.write(`trust ${trust} %, the last commit ${changed} %\n`)
  return trust >= (readAreas()['trust']?.bar ?? 0) ? 0 : 1
}

const names = process.argv.slice(2)
process.exitCode = await (names[0] === '--slice' ? runSlice() : run(names))
