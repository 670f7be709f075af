import { writeAtomically, type Store, type StoredFile } from '@atrium/store'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { errorMessage } from '../errors/error-facts.ts'
import type { WatchedDocument, WatchOptions } from './release-source.ts'

/** Milliseconds between two looks. */
const pause = 2000

/** Milliseconds after which what is known is so old that a page waits for news, where the store answers. */
const old = 10_000

/** Milliseconds that it waits at most. */
const patience = 1000

const aWhile = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, patience).unref())

export interface PolledOptions<Value> extends WatchOptions<Value> {
  readonly store: Store
  /** Where the last good one is kept, for a start while the store does not answer. */
  readonly folder: string
  readonly now: () => number
}

type Outcome = 'answered' | 'silent'

const failure = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work()
    return undefined
  } catch (error) {
    return errorMessage(error)
  }
}

/** Looks once. What it finds is in force from then on; what cannot be used, or not be had, changes nothing. */
function looker<Value>({ store, folder, path: name, parse, initial, warn }: PolledOptions<Value>) {
  const copy = path.join(folder, name)
  let value = initial
  let tag: string | undefined
  let told = ''
  const tell = (line: string): void => {
    if (line !== told && line !== '') warn(line)
    told = line
  }
  const take = async (text: string): Promise<void> => void (value = await parse(text))
  const takeNew = async (file: StoredFile): Promise<void> => {
    const wrong = await failure(() => take(file.bytes.toString()))
    if (wrong !== undefined) return tell(`${name} of ${store.location} cannot be used, what it said before stays in force: ${wrong}`)
    tag = file.tag
    const unkept = await failure(() => writeAtomically(copy, file.bytes))
    tell(unkept === undefined ? '' : `${copy} cannot be written: ${unkept}`)
  }
  return {
    value: () => value,
    async look(): Promise<Outcome> {
      try {
        const found = tag === undefined ? await store.read(name) : await store.readUnless(name, tag)
        if (found && found !== 'unchanged') await takeNew(found)
        else if (!found && value !== initial) tell(`${name} is gone from ${store.location}; what it said stays in force`)
        return 'answered'
      } catch {
        // The store has told it.
        return 'silent'
      }
    },
    async takeCopy(): Promise<void> {
      if (value !== initial || !existsSync(copy)) return
      const wrong = await failure(() => take(readFileSync(copy, 'utf8')))
      if (wrong !== undefined) warn(`${copy} cannot be used: ${wrong}`)
    },
  }
}

/**
 * A document in a bucket, looked at every two seconds at most and only when somebody asks. Meanwhile what is known is
 * in force; after a quiet time the first one to ask waits a moment for news.
 */
export function polledDocument<Value>(options: PolledOptions<Value>): WatchedDocument<Value> {
  const { now } = options
  const { value, look, takeCopy } = looker(options)
  let lookedAt = -Infinity
  let answeredAt = -Infinity
  let silent = false
  let looking: Promise<void> | undefined
  const lookNow = (): Promise<void> => {
    lookedAt = now()
    looking ??= look().then((outcome) => {
      silent = outcome === 'silent'
      if (!silent) answeredAt = now()
      looking = undefined
    })
    return looking
  }
  let begun: Promise<void> | undefined
  return {
    async current() {
      begun ??= lookNow().then(takeCopy)
      await begun
      if (now() - lookedAt < pause) return value()
      const isOld = now() - answeredAt > old
      const news = lookNow()
      if (isOld && !silent) await Promise.race([news, aWhile()])
      return value()
    },
    async renew() {
      // One that was begun before may have been answered before.
      await looking
      await lookNow()
    },
  }
}
