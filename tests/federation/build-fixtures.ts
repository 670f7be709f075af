import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Build } from '@atrium/tools'
import webpack, { type Configuration } from 'webpack'

const output = path.resolve(import.meta.dirname, '../../dist/fixtures')

/** Every folder here with a bundler configuration is a case: a tiny remote with one fault. */
const cases = (): string[] =>
  readdirSync(import.meta.dirname).filter((name) => existsSync(path.join(import.meta.dirname, name, 'webpack.config.ts')))

async function configOf(name: string): Promise<Configuration> {
  const file = path.join(import.meta.dirname, name, 'webpack.config.ts')
  const { default: config } = (await import(file)) as { default: Configuration }
  return { ...config, output: { ...config.output, path: path.join(output, name) } }
}

/** Builds the fixture remotes with the factory that real remotes use. */
export async function buildFixtures(): Promise<Build[]> {
  const names = cases()
  const compiler = webpack(await Promise.all(names.map(configOf)))
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) =>
      compiler.close(() => {
        if (error) reject(error)
        else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')))
        else resolve()
      }),
    )
  })
  return names.map((name) => ({ name, folder: path.join(output, name) }))
}
