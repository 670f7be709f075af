import { eachMapping, TraceMap, type EachMapping } from '@jridgewell/trace-mapping'

/**
 * How many octets of a written file come from each source: minified, as they are sent, which what the
 * bundler says of its modules is not. What no source accounts for is under the empty name.
 */
export function moduleSizes(code: string, map: string): Map<string, number> {
  const lines = code.split('\n')
  const sizes = new Map<string, number>()
  const add = (source: string | null, text: string): void => {
    if (text !== '') sizes.set(source ?? '', (sizes.get(source ?? '') ?? 0) + Buffer.byteLength(text))
  }
  let before: EachMapping | undefined
  const until = (line: number, column: number): void => {
    if (!before) return
    const text = lines[before.generatedLine - 1] ?? ''
    add(before.source, before.generatedLine === line ? text.slice(before.generatedColumn, column) : text.slice(before.generatedColumn))
  }
  eachMapping(new TraceMap(map), (mapping) => {
    until(mapping.generatedLine, mapping.generatedColumn)
    before = mapping
  })
  until(-1, 0)
  return sizes
}
