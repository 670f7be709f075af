// `pnpm packages`: builds every package that other repositories install, and packs it into dist/packages/*.tgz.
// `pnpm packages --check` also checks what was packed as its consumers see it. `pnpm packages version 0.2.0` sets the
// version, which all packages share.
import { spawn } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './steps.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly publishConfig?: object
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Manifest

/** Folders of the packages that are published, below the root. */
const published = globSync(['platform/*/package.json', 'configs/package.json'], { cwd: root })
  .map((file) => path.dirname(file))
  .filter((folder) => manifestOf(folder).private !== true)
  .sort()

/** Where the packed packages are. */
const packed = path.join(root, 'dist/packages')

/** What a package is compiled from; the rest of `configs` checks this repository, and is not installed. */
const sourcesOf = (folder: string): readonly string[] =>
  folder === 'configs' ? ['index.ts', 'webpack/**/*.{ts,js,cjs}', 'types/assets.d.ts'] : ['src/**/*']

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file)

/** Ends when the program has; rejects with what it printed when it fails. */
function run(program: string, ...rest: string[]): Promise<void> {
  const child = spawn(program, rest, { cwd: root, shell: process.platform === 'win32' })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${rest.join(' ')} failed:\n${text}`)),
    )
  })
}

/** JavaScript and declarations of a package, in its folder `dist`; what is neither TypeScript nor a test is copied. */
async function build(folder: string): Promise<void> {
  const base = path.join(root, folder)
  const from = folder === 'configs' ? base : path.join(base, 'src')
  const to = path.join(base, 'dist')
  rmSync(to, { recursive: true, force: true })
  const files = globSync([...sourcesOf(folder)], { cwd: base, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isTest(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
  const config = path.join(root, `dist/tsconfig.${path.basename(folder)}.json`)
  const compilerOptions = {
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
    typeRoots: [path.join(root, 'node_modules/@types')],
    noEmit: false,
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    rootDir: from,
    outDir: to,
  }
  mkdirSync(path.dirname(config), { recursive: true })
  writeFileSync(
    config,
    JSON.stringify({
      extends: path.join(root, 'tsconfig.base.json'),
      compilerOptions,
      files: files.filter((file) => /\.tsx?$/.test(file)),
    }),
  )
  await run(process.execPath, path.join(root, 'node_modules/typescript/bin/tsc'), '-p', config)
  rmSync(config)
  for (const file of files.filter((each) => !/(?<!\.d)\.tsx?$/.test(each)))
    cpSync(file, path.join(to, path.relative(from, file)))
  // An adopter has no checkout, and READMEs do not say everything.
  if (folder === 'platform/cli')
    for (const file of globSync('docs/*.md', { cwd: root })) cpSync(path.join(root, file), path.join(to, file))
}

/** Builds and packs everything. */
async function pack(): Promise<void> {
  rmSync(packed, { recursive: true, force: true })
  mkdirSync(packed, { recursive: true })
  await Promise.all(published.map(build))
  const filters = published.flatMap((folder) => ['--filter', `./${folder}`])
  await run('pnpm', '--recursive', ...filters, 'pack', '--pack-destination', packed)
}

const checkers: Readonly<Record<string, readonly string[]>> = {
  publint: ['--strict'],
  // Node 24 loads ES modules with require(), so there is no CommonJS.
  attw: ['--profile', 'esm-only', '--format', 'ascii'],
}

/** Checks packed packages; throws with what the first checker that fails has printed. */
async function check(): Promise<void> {
  for (const file of globSync('*.tgz', { cwd: packed })) {
    for (const [program, rest] of Object.entries(checkers))
      await run(path.join(root, 'tools/node_modules/.bin', program), path.join(packed, file), ...rest)
  }
}

/** Gives every package the same version. */
function setVersion(version: string): void {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) throw new Error(`"${version}" is not a version such as 0.2.0`)
  for (const folder of published) {
    const file = path.join(root, folder, 'package.json')
    writeFileSync(file, `${JSON.stringify({ ...manifestOf(folder), version }, null, 2)}\n`)
  }
}

const [command, version = ''] = process.argv.slice(2)
if (command === 'version') setVersion(version)
else {
  await pack()
  if (command === '--check') await check()
  for (const file of globSync('*.tgz', { cwd: packed }).sort()) console.log(path.join('dist/packages', file))
}
