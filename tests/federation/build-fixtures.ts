import { createHash } from 'node:crypto'
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Build } from '@atrium/cli'
import { rspack, type Configuration as RspackOptions } from '@rspack/core'
import webpack, { type Configuration } from 'webpack'

const root = path.resolve(import.meta.dirname, '../..')
const output = path.join(root, 'dist/fixtures')

/** A release that came before, of the same name as a fixture or of one that is installed. */
const previous = 'previous'

const casesIn = (folder: string): string[] =>
  readdirSync(path.join(import.meta.dirname, folder))
    .map((name) => path.join(folder, name))
    .filter((name) => existsSync(path.join(import.meta.dirname, name, 'package.json')))

/** Every folder here with a bundler configuration is a case: a tiny remote with one fault. */
const cases = (): string[] => [...casesIn('.'), ...casesIn(previous)]

const rspackConfig = (name: string): string => path.join(import.meta.dirname, name, 'rspack.config.ts')

async function configOf(name: string): Promise<Configuration> {
  const file = path.join(import.meta.dirname, name, 'webpack.config.ts')
  const { default: config } = (await import(pathToFileURL(file).href)) as { default: Configuration }
  const cache =
    typeof config.cache === 'object' ? { ...config.cache, name: `fixture-${name.replaceAll(path.sep, '-')}` } : false
  return {
    ...config,
    cache,
    // As the factory says but for what costs time and changes nothing of how the parts meet.
    devtool: false,
    optimization: { ...config.optimization, minimize: false },
    output: { ...config.output, path: path.join(output, name) },
  }
}

interface Stats {
  readonly hasErrors: () => boolean
  readonly toString: (preset: 'errors-only') => string
}

/** What compilers of webpack and rspack have in common. */
interface Runnable {
  readonly run: (done: (error: Error | null, stats?: Stats) => void) => void
  readonly close: (done: () => void) => void
}

const run = (compiler: Runnable): Promise<void> =>
  new Promise((resolve, reject) => {
    compiler.run((error, stats) =>
      compiler.close(() => {
        if (error) reject(error)
        else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')))
        else resolve()
      }),
    )
  })

async function runRspack(name: string): Promise<void> {
  const { default: config } = (await import(pathToFileURL(rspackConfig(name)).href)) as { default: RspackOptions }
  await run(rspack({ ...config, output: { ...config.output, path: path.join(output, name) } }))
}

async function build(names: readonly string[]): Promise<void> {
  const [byRspack, byWebpack] = [true, false].map((rspacks) =>
    names.filter((name) => existsSync(rspackConfig(name)) === rspacks),
  ) as [string[], string[]]
  await Promise.all([run(webpack(await Promise.all(byWebpack.map(configOf)))), ...byRspack.map(runRspack)])
}

/** Over everything the fixtures are built from. */
function fingerprint(): string {
  const hash = createHash('sha256')
  const sources = globSync(
    [
      'tests/federation/own-container.ts',
      'tests/federation/*/**/*.{cjs,ts,tsx,css,json,svelte}',
      'configs/webpack/*',
      '{platform/protocol,shared/mail-contracts}/src/**/*.ts',
    ],
    { cwd: root },
  )
  for (const file of sources.toSorted()) {
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex')
}

const stamp = path.join(output, '.built-from')

/** A fixture remote, and the release before it where the case has one. */
export interface Fixture extends Build {
  readonly previous?: string | undefined
}

/** Builds the fixture remotes with the factory that real remotes use; what is fresh is taken as it is. */
export async function buildFixtures(): Promise<Fixture[]> {
  const names = cases()
  const print = fingerprint()
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== print) {
    await build(names)
    writeFileSync(stamp, print)
  }
  return casesIn('.').map((name) => ({
    name,
    folder: path.join(output, name),
    previous: names.includes(path.join(previous, name)) ? path.join(output, previous, name) : undefined,
  }))
}
