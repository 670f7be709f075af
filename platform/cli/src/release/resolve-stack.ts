import { storeLayout, type Store } from '@atrium/store'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'

/** `<name>/<version>/<file>.js:<line>:<column>`, wherever the files are served from. */
const place = /(?:https?:\/\/)?[^\s()@]*?\b([a-z][a-z0-9-]*)\/([0-9a-f]{12})\/([\w.~/-]+\.js)(?:\?[^\s:)]*)?:(\d+):(\d+)/g

interface Place {
  readonly text: string
  readonly map: string
  readonly line: number
  /** From 1, as browsers count. */
  readonly column: number
}

const placesIn = (stack: string): Place[] =>
  [...stack.matchAll(place)].map(([text, name = '', version = '', file = '', line, column]) => ({
    text,
    map: `${storeLayout.mapFolder(name, version)}${file}.map`,
    line: Number(line),
    column: Number(column),
  }))

/** `webpack://inbox/./remotes/inbox/src/x.ts?a1b2` → `remotes/inbox/src/x.ts` */
const sourcePath = (source: string): string => source.replace(/^webpack:\/\/[^/]*\//, '').replace(/^\.\//, '').replace(/\?[0-9a-f]+$/, '')

function original({ text, line, column }: Place, map: TraceMap | undefined): string {
  if (!map) return `${text} [no source map in the store]`
  const found = originalPositionFor(map, { line, column: column - 1 })
  if (found.source === null) return text
  return `${sourcePath(found.source)}:${found.line}:${found.column + 1}${found.name === null ? '' : ` (${found.name})`}`
}

/** A stack trace with places in the source in place of those in released files. */
export async function resolveStack(store: Store, stack: string): Promise<string> {
  const places = placesIn(stack)
  const files = [...new Set(places.map(({ map }) => map))]
  const maps = new Map<string, TraceMap>()
  for (const file of files) {
    const stored = await store.read(file)
    if (stored) maps.set(file, new TraceMap(stored.bytes.toString()))
  }
  return places.reduce((text, each) => text.replace(each.text, () => original(each, maps.get(each.map))), stack)
}
