// `node recompile.ts inbox remotes/inbox/src/x.ts /tmp/out 3`: compiles a package, changes one line of a file (in
// memory: the checkout stays as it is) and compiles again, as often as the last argument says; prints the times.
import { findProject } from '../project.ts'
import { pathToFileURL } from 'node:url'
import webpack, { type Compiler, type Configuration } from 'webpack'

const { at, bundlerConfig } = findProject()
const [name = '', file = '', folder = '', times = '1'] = process.argv.slice(2)

/** Makes the compiler read a file with one more line, as if it had changed just now. */
function editable(compiler: Compiler, edited: string): (line: string) => void {
  const disk = compiler.inputFileSystem
  if (!disk) throw new Error('The compiler has no file system')
  let line = ''
  let changed = 0
  const overlay: Partial<typeof disk> = {
    readFile: ((name: string, ...rest: unknown[]) => {
      const done = rest.at(-1) as (error: Error | null, bytes?: Buffer) => void
      disk.readFile(name, (error, bytes) =>
        done(
          error,
          name === edited && bytes ? Buffer.concat([Buffer.from(bytes), Buffer.from(line)]) : (bytes as Buffer),
        ),
      )
    }) as typeof disk.readFile,
    stat: ((name: string, ...rest: unknown[]) => {
      const done = rest.at(-1) as (error: Error | null, stats?: object) => void
      disk.stat(name, (error, stats) => {
        done(
          error,
          stats && name === edited && changed > 0
            ? Object.create(stats, { mtime: { value: new Date(changed) } })
            : stats,
        )
      })
    }) as typeof disk.stat,
  }
  compiler.inputFileSystem = new Proxy(disk, { get: (_, key) => Reflect.get(overlay, key) ?? Reflect.get(disk, key) })
  return (text) => {
    line = text
    changed = Date.now() + 1000
    disk.purge?.()
  }
}

const compile = (compiler: Compiler): Promise<number> => {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error)
      else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')))
      else resolve(performance.now() - startedAt)
    })
  })
}

const { default: config } = (await import(pathToFileURL(bundlerConfig(name)).href)) as { default: Configuration }
const cache = typeof config.cache === 'object' ? { ...config.cache, readonly: true } : false
const compiler = webpack({ ...config, cache, output: { ...config.output, path: folder } } as Configuration)
if (!compiler) throw new Error('webpack returned no compiler')
const edit = editable(compiler, at(file))
await compile(compiler)
const milliseconds: number[] = []
for (let index = 1; index <= Number(times); index++) {
  edit(`\nReflect.set(globalThis, 'atriumChange', ${index})\n`)
  milliseconds.push(await compile(compiler))
}
process.stdout.write(`${JSON.stringify(milliseconds)}\n`)
process.exit(0)
