/** @jest-environment node */
import { describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { hostileTexts } from './hostile-texts.ts'
import { textReaders, withoutRow, type TextReader } from './page-texts.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Characters. What is quadratic takes tens of milliseconds for as many, what is linear hardly one. */
const length = 8192
/** Milliseconds: less is too short to be compared, more is too long whatever it grows by. */
const short = 5
const longest = 800
/** Milliseconds: what four times the text must take to count as slow. Quadratic work takes 16 times `short`. */
const floor = 12 * short

type Reader = (...given: readonly unknown[]) => unknown

async function functionOf({ file, name }: TextReader): Promise<Reader> {
  const module: unknown = await import(path.join(root, file))
  const found = typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined
  if (typeof found !== 'function') throw new TypeError(`${file} exports no function ${name}`)
  return (...given) => Reflect.apply(found, undefined, given)
}

/** Milliseconds of the processor: other programs of the machine do not count. */
const time = (work: () => unknown): number => {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** The shortest of several: whatever else the machine does only adds. */
const shortest = (work: () => unknown): number => Math.min(time(work), time(work), time(work))

describe('work on untrusted text', () => {
  test.each(textReaders.map((reader) => [`${reader.name} of ${reader.file}`, reader] as const))(
    'is linear in %s',
    async (_, reader) => {
      const call = await functionOf(reader)
      const slow: string[] = []
      for (const { name, ofLength } of hostileTexts) {
        if (slow.length >= 3) break
        const run = (text: string) => (): unknown => reader.read(call, text)
        const one = run(ofLength(length))
        const once = time(one)
        if (once < short) continue
        // Four times the text: 4 when linear, 16 when quadratic. Looked at again before it is called slow.
        const four = run(ofLength(4 * length))
        if (time(four) < Math.min(once * 6, longest)) continue
        const [least, most] = [shortest(one), shortest(four)]
        if ((most > least * 9 && most > floor) || most > longest)
          slow.push(`${name}: ${Math.round(least)} ms, four times of it ${Math.round(most)} ms`)
      }
      expect(slow).toEqual([])
    },
  )

  test('is found to be slow where it is, so that this test can fail', () => {
    const text = ' '.repeat(length)
    expect(time(() => `x${text}x`.replace(/\s+$/, ''))).toBeGreaterThan(short)
  })
})

const filesBelow = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name) && !entry.parentPath.includes('testing'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))

describe('the table of readers', () => {
  test('has a row, or a reason for none, for every file of the page that looks for patterns in mail', () => {
    const packages = [
      'shared/mail-html',
      'shared/ui',
      'shared/mail',
      'shared/mail-ui',
      'remotes/inbox',
      'remotes/compose',
      'remotes/search',
      'shared/jmap',
      'shared/mail-contracts',
      'platform/host',
      'platform/remote',
      'shell',
    ]
    const known = new Set([...textReaders.map(({ file }) => file), ...Object.keys(withoutRow)])
    const looks = /\.(?:match|matchAll|replace|replaceAll|split|search|test|exec|normalize)\((?!\))/
    const found = packages
      .flatMap((folder) => filesBelow(`${folder}/src`))
      .filter((file) => looks.test(readFileSync(path.join(root, file), 'utf8')))
    expect(found.filter((file) => !known.has(file))).toEqual([])
  })

  test('names no file that does not exist', () => {
    const named = [...textReaders.map(({ file }) => file), ...Object.keys(withoutRow)]
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })
})
