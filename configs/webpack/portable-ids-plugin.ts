import { createHash } from 'node:crypto'
import type { Compiler, Module, WebpackPluginInstance } from 'webpack'

/** The text of every data URL in a name. */
const decoded = (name: string): string =>
  name.replace(/data:[^,]*;base64,([\w+/=]+)/g, (_, data: string) => Buffer.from(data, 'base64').toString())

/** What a module is, with no word of where the checkout lies; undefined where webpack sees to that. */
function portableName(module: Module, root: string): string | undefined {
  const name = decoded(module.identifier())
  // Webpack makes paths relative where a path is expected: between loaders and their file.
  const isSeenTo = !name.split(/[|!]/).some((part) => part.lastIndexOf(root) > 0)
  // The end of a joined module's name is a hash over the absolute paths of its parts.
  return isSeenTo ? undefined : name.replaceAll(root, '.').replace(/\|[0-9a-f]{16,}$/, '')
}

/**
 * Federation makes modules that have no file: they are named by their text, and their text names files by
 * absolute paths. Their ids, and so the bytes, would depend on the folder of the checkout.
 */
export class PortableIdsPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    compiler.hooks.compilation.tap(PortableIdsPlugin.name, (compilation) => {
      // Before the deterministic ids, which leave alone what has one and take no id twice.
      compilation.hooks.moduleIds.tap({ name: PortableIdsPlugin.name, stage: -1000 }, (modules) => {
        const taken = new Set<number>()
        const named = [...modules].flatMap((module) => {
          const name = portableName(module, compiler.context)
          return name === undefined ? [] : [{ module, name }]
        })
        for (const { module, name } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
          let id = 1000 + (createHash('sha256').update(name).digest().readUInt32BE() % 9000)
          while (taken.has(id)) id++
          taken.add(id)
          compilation.chunkGraph.setModuleId(module, id)
        }
      })
    })
  }
}
