// Builds one piece in a process of its own: `node build-piece.ts inbox`.
import path from 'node:path'
import webpack, { type Configuration } from 'webpack'
import { folderOf } from './workspace.ts'

const [name = ''] = process.argv.slice(2)
const { default: config } = (await import(path.join(folderOf(name), 'webpack.config.ts'))) as { default: Configuration }

const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
  const compiler = webpack(config)
  compiler?.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result))))
})

if (stats?.hasErrors() || stats?.hasWarnings()) process.stderr.write(`${stats.toString('errors-warnings')}\n`)
process.exitCode = stats && !stats.hasErrors() ? 0 : 1
