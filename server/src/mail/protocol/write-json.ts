/** UTF-16 units that are turned into octets together. */
const chunkLength = 256 * 1024

/**
 * A value as JSON in chunks, made one record at a time: whoever takes them can let others have their turn in
 * between, and stop.
 */
export function* writeJson(value: unknown): Generator<Buffer> {
  let text = ''
  for (const token of tokensOf(value, 0)) {
    text += token
    if (text.length < chunkLength) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

/** The arguments of a response, their lists and maps; the records in those are written as a whole. */
const slicedLevels = 3

function* tokensOf(value: unknown, level: number): Generator<string> {
  if (level >= slicedLevels || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null'
    return
  }
  const isArray = Array.isArray(value)
  let separator = isArray ? '[' : '{'
  for (const [name, item] of Object.entries(value)) {
    if (!isArray && item === undefined) continue
    yield isArray ? separator : `${separator}${JSON.stringify(name)}:`
    yield* tokensOf(item, level + 1)
    separator = ','
  }
  if (separator !== ',') yield separator
  yield isArray ? ']' : '}'
}
