import type { ModuleShape, ReleaseRecord } from '@atrium/protocol'
import type { Compilation, Module, ModuleGraph, NormalModule } from 'webpack'

// What a build itself says of its modules: the exports of those that are exposed, and what they load of others.

/** JavaScript as it came out of the loaders: modules, without types. */
const codeOf = (module: Module): string => {
  const source = module.originalSource()?.source() ?? ''
  return typeof source === 'string' ? source : source.toString()
}

const escaped = (name: string): string => name.replaceAll('$', '\\$')

/** Name that an export has inside its module: of `export { Page as default }` it is `Page`. */
function localName(code: string, name: string): string {
  const lists = [...code.matchAll(/^export\s*\{([^}]*)\}\s*;?\s*$/gm)].flatMap(([, list = '']) => list.split(','))
  const renamed = lists.map((each) => each.trim().split(/\s+as\s+/)).find((each) => each.at(-1) === name)
  if (renamed?.[0]) return renamed[0]
  return name === 'default' ? (/^export default ([A-Za-z_$][\w$]*);?$/m.exec(code)?.[1] ?? name) : name
}

/** The kind of a declaration at the top of a module; `value` when its text alone does not say. */
function kindIn(code: string, exported: string): ModuleShape[string] {
  const name = escaped(localName(code, exported))
  const isFunction =
    name === 'default'
      ? /^export default (async\s+)?(function|class|\([^()]*\)\s*=>|[A-Za-z_$][\w$]*\s*=>)/m
      : new RegExp(
          `^(export (default )?)?((async )?function\\*?|class)\\s+${name}\\b|` +
            `^(export )?(const|let|var) ${name} = (async )?(function\\b|\\([^()]*\\)\\s*=>|[A-Za-z_$][\\w$]*\\s*=>)`,
          'm',
        )
  if (isFunction.test(code)) return 'function'
  const isObject = new RegExp(`^(export )?(const|let|var) ${name} = (\\{|\\[|new )`, 'm')
  return isObject.test(code) ? 'object' : 'value'
}

interface Place {
  readonly module: Module
  /** Name of an export. */
  readonly name: string
}

/** Behind a file that only passes an export on. */
function passedOn({ moduleGraph }: Compilation, { module, name }: Place): Place {
  // rspack has the names of exports, and nothing of where they come from.
  const info = (moduleGraph as Partial<ModuleGraph>).getExportInfo?.(module, name)
  const target = info?.getTarget(moduleGraph)
  const [found] = target?.export ?? []
  return target && found !== undefined ? { module: target.module, name: found } : { module, name }
}

/** Where a name was imported from: `import { Page } from './page.tsx'`. */
function importOf({ moduleGraph }: Compilation, module: Module, local: string): Place | undefined {
  for (const dependency of module.dependencies) {
    const { name, ids } = dependency as { readonly name?: string; readonly ids?: readonly string[] }
    const from = name === local ? moduleGraph.getModule(dependency) : null
    if (from && ids?.[0] !== undefined) return { module: from, name: ids[0] }
  }
  return undefined
}

/** Another name for something: `const openComposer = open`, `export default Page`. */
const aliasIn = (code: string, local: string): string =>
  new RegExp(`^(?:export )?const ${escaped(local)} = ([A-Za-z_$][\\w$]*);?$`, 'm').exec(code)?.[1] ?? local

/** More files than pass one thing on. */
const longestWay = 10

/** Where an export was declared, behind files that pass it on or import it. */
function declaration(compilation: Compilation, start: Place): Place {
  let place = start
  for (let steps = 0; steps < longestWay; steps++) {
    place = passedOn(compilation, place)
    const code = codeOf(place.module)
    const imported = importOf(compilation, place.module, aliasIn(code, localName(code, place.name)))
    if (!imported) return place
    place = imported
  }
  return place
}

function shapeOf(compilation: Compilation, module: Module): ModuleShape {
  const exports = compilation.moduleGraph.getProvidedExports(module)
  const names = Array.isArray(exports) ? exports : ['default']
  return Object.fromEntries(
    names.sort().map((each) => {
      const { module: origin, name } = declaration(compilation, { module, name: each })
      return [each, kindIn(codeOf(origin), name)]
    }),
  )
}

const isFileOf = (module: Module, file: string): boolean => (module as Partial<NormalModule>).resource === file

/**
 * The exports of each exposed module, as the compiler sees them. Called when all modules are known and none is joined
 * with others yet (`compilation.hooks.seal`).
 *
 * @param exposes - `./page` → its file.
 */
export function exportedShapes(
  compilation: Compilation,
  exposes: Readonly<Record<string, string>>,
): NonNullable<ReleaseRecord['shapes']> {
  const modules = [...compilation.modules]
  return Object.fromEntries(
    Object.entries(exposes).flatMap(([exposed, file]) => {
      const module = modules.find((each) => isFileOf(each, file))
      return module ? [[exposed, shapeOf(compilation, module)]] : []
    }),
  )
}

const loads = /\bload\)?\(\s*["'`]([a-z][a-z0-9-]*\/[A-Za-z][\w-]*)["'`]/g

/** Modules in the build's files, those that were joined to one each by itself. */
const bundled = (compilation: Compilation): Module[] =>
  [...compilation.modules]
    .filter((module) => [...compilation.chunkGraph.getModuleChunksIterable(module)].length > 0)
    .flatMap((module) => [...((module as { readonly modules?: Iterable<Module> }).modules ?? [module])])

/** Federated names in calls of `load()`, as far as they are written out. */
export function loadedNames(compilation: Compilation): string[] {
  const found = bundled(compilation)
    .filter((module) => !/[\\/]node_modules[\\/]/.test((module as Partial<NormalModule>).resource ?? ''))
    .flatMap((module) => [...codeOf(module).matchAll(loads)].map(([, name = '']) => name))
  return [...new Set(found)].sort()
}
