// Compiles one package in a process of its own: `node compile.ts inbox`.
import { findProject } from './project.ts'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import webpack, { type Configuration } from 'webpack'

const [name = ''] = process.argv.slice(2)
const project = findProject()
const { statsFile } = project
const { default: config } = (await import(pathToFileURL(project.bundlerConfig(name)).href)) as {
  default: Configuration
}

/** What `atrium analyze` reads: which module is in which chunk, and its size in the output. */
const statsOptions = {
  all: false,
  assets: true,
  chunks: true,
  chunkModules: true,
  chunkGroups: true,
  entrypoints: true,
  modules: true,
  nestedModules: true,
  cachedModules: true,
  orphanModules: true,
  dependentModules: true,
  runtimeModules: true,
  ids: true,
  hash: true,
  modulesSpace: Infinity,
  chunkModulesSpace: Infinity,
  nestedModulesSpace: Infinity,
  assetsSpace: Infinity,
} as const

const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
  const compiler = webpack(config)
  compiler?.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result))))
})

if (stats?.hasErrors() || stats?.hasWarnings()) process.stderr.write(`${stats.toString('errors-warnings')}\n`)
if (stats && !stats.hasErrors() && process.env['NODE_ENV'] !== 'development') {
  mkdirSync(path.dirname(statsFile(name)), { recursive: true })
  writeFileSync(statsFile(name), JSON.stringify(stats.toJson(statsOptions)))
}
process.exitCode = stats && !stats.hasErrors() ? 0 : 1
