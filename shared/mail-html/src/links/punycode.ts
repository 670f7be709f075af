import { limits } from '../limits.ts'

const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700

const adapt = (delta: number, points: number, first: boolean): number => {
  let rest = first ? Math.floor(delta / damp) : delta >> 1
  rest += Math.floor(rest / points)
  let k = 0
  for (; rest > ((base - tMin) * tMax) >> 1; k += base) rest = Math.floor(rest / (base - tMin))
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew))
}

const digit = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 22
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x61 : base
}

/** One label without its `xn--`, RFC 3492 §6.2; null when it is not punycode, or longer than a label may be. */
const decodeLabel = (input: string): string | null => {
  if (input.length > limits.label) return null
  const dash = input.lastIndexOf('-')
  const output = [...(dash > 0 ? input.slice(0, dash) : '')].map((character) => character.codePointAt(0) ?? 0)
  let n = 128
  let bias = 72
  let i = 0
  for (let index = dash > 0 ? dash + 1 : 0; index < input.length; ) {
    const before = i
    for (let weight = 1, k = base; ; k += base) {
      const value = digit(input.charCodeAt(index))
      index += 1
      if (value >= base || index > input.length || i > 0x7fffffff) return null
      i += value * weight
      const threshold = k <= bias ? tMin : Math.min(k - bias, tMax)
      if (value < threshold) break
      weight *= base - threshold
    }
    const length = output.length + 1
    bias = adapt(i - before, length, before === 0)
    n += Math.floor(i / length)
    i %= length
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return null
    output.splice(i, 0, n)
    i += 1
  }
  return String.fromCodePoint(...output)
}

/** A host name in Unicode. Labels that are not valid punycode stay as they are. */
export const hostToUnicode = (host: string): string =>
  host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')
