import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { findProject } from '@atrium/cli/project'
import webpack, { type Configuration } from 'webpack'
import { earlierChanges, earlierContracts } from './earlier-changes.ts'

const root = path.resolve(import.meta.dirname, '../..')
const output = path.join(root, 'dist/previous')
const stamp = path.join(output, '.built-from')

/** Where the previous release of a package was built. */
export const previousFolder = (name: string): string => path.join(output, name)

const files = [...new Set(earlierChanges.map(({ file }) => file))]
for (const file of files)
  if (!existsSync(path.join(root, file))) throw new Error(`tests/skew/earlier-changes.ts names ${file}, which is gone`)

/** As today's configuration, over sources of then. */
async function configOf(name: string): Promise<Configuration> {
  const file = findProject().bundlerConfig(name)
  const { default: config } = (await import(pathToFileURL(file).href)) as { default: Configuration }
  const rules = files.map((file) => ({
    test: path.join(root, file),
    enforce: 'pre' as const,
    loader: path.join(import.meta.dirname, 'earlier-source.cjs'),
    options: { changes: earlierChanges.filter((change) => change.file === file) },
  }))
  return {
    ...config,
    cache:
      typeof config.cache === 'object' && config.cache.type === 'filesystem'
        ? { ...config.cache, name: `previous-${name}` }
        : false,
    devtool: false,
    module: { ...config.module, rules: [...rules, ...(config.module?.rules ?? [])] },
    optimization: { ...config.optimization, minimize: false },
    output: { ...config.output, path: previousFolder(name) },
  }
}

function build(configs: Configuration[]): Promise<void> {
  const compiler = webpack(configs)
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) =>
      compiler.close(() => {
        if (error) reject(error)
        else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')))
        else resolve()
      }),
    )
  })
}

/** A record says which contract its source keeps; the source of then kept another one. */
function dateBack(name: string, contract: number): void {
  const file = path.join(previousFolder(name), 'record.json')
  writeFileSync(
    file,
    `${JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), contract }, null, 2)}\n`,
  )
}

/** Over what the builds of today were made from, and the changes. */
function fingerprint(): string {
  const hash = createHash('sha256').update(JSON.stringify({ earlierChanges, earlierContracts }))
  for (const name of findProject().packages())
    hash.update(readFileSync(path.join(root, 'dist/builds', name, '.built-from')))
  return hash.digest('hex')
}

/** Builds the previous release of every package; what is fresh is taken as it is. */
export async function buildPreviousReleases(): Promise<void> {
  const print = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return
  await build(await Promise.all(findProject().packages().map(configOf)))
  for (const [name, contract] of Object.entries(earlierContracts)) dateBack(name, contract)
  writeFileSync(stamp, print)
}
