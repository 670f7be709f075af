import type { JmapRequest } from '@atrium/jmap/types'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { MailAccount } from '../store/mail-store.ts'

/** Threads that read; each takes about 30 MB. Beyond it: requests wait. A constant. */
const maxReaders = 4

/**
 * Requests of one account that read at a time, so that its searches leave threads for others. Beyond it: they wait
 * for their turn. A constant.
 */
const maxReadersOfAccount = 2

/** Milliseconds one request may read. Beyond it each of its calls ends with `requestTooLarge`. A constant. */
const maxReadTime = 10_000

/** A request that changes nothing. */
export interface ReadTask {
  readonly request: JmapRequest
  readonly account: MailAccount
  readonly sessionState: string
}

export interface ReadResult {
  /** The response, JSON. */
  readonly body: Uint8Array
  /** What went wrong inside of it. */
  readonly failures: readonly { readonly report: string; readonly where: string }[]
}

/** Threads that run requests which change nothing, each with a connection of its own to the database. */
export interface Readers {
  /**
   * Runs a request; null when it took longer than `maxReadTime` and was stopped.
   *
   * @throws Error when the thread failed
   */
  readonly read: (task: ReadTask) => Promise<ReadResult | null>
  readonly close: () => Promise<void>
}

interface ReaderSetting {
  /** The database. */
  readonly file: string
  /** Milliseconds. Default: `maxReadTime`. */
  readonly maxTime?: number
  /** Default: the reader of mail. */
  readonly script?: string
}

interface Waiting {
  readonly task: ReadTask
  readonly resolve: (result: ReadResult | null) => void
  readonly reject: (error: Error) => void
}

const defaultScript = path.join(import.meta.dirname, 'reader-worker.ts')

/**
 * Mebibytes in which a thread makes its short-lived objects. Node itself lets a thread take several times as much, and
 * most of that is never released.
 */
const youngGeneration = 8

/** One thread, and what it does. */
class Reader {
  /** Account it worked for last: what it keeps in memory is of that one. */
  account = ''
  running: Waiting | null = null
  timer: NodeJS.Timeout | undefined
  ready = false
  readonly worker: Worker

  constructor(script: string, file: string) {
    this.worker = new Worker(script, {
      workerData: file,
      resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
    })
    this.worker.unref()
  }
}

export function createReaders(setting: ReaderSetting): Readers {
  const pool = new ReaderPool(setting)
  return { read: (task) => pool.read(task), close: () => pool.close() }
}

class ReaderPool {
  readonly #setting: Required<ReaderSetting>
  readonly #readers = new Set<Reader>()
  /** Stopped, but still in a statement that cannot be interrupted. */
  readonly #ending = new Set<Promise<unknown>>()
  /** In the order in which accounts have their turns. */
  readonly #waiting = new Map<string, Waiting[]>()
  #closed = false

  constructor(setting: ReaderSetting) {
    this.#setting = { maxTime: maxReadTime, script: defaultScript, ...setting }
  }

  read(task: ReadTask): Promise<ReadResult | null> {
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(task.account.id) ?? []
      queue.push({ task, resolve, reject })
      this.#waiting.set(task.account.id, queue)
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const running = [...this.#readers].flatMap((reader) => reader.running ?? [])
    for (const { reject } of [...running, ...[...this.#waiting.values()].flat()])
      reject(new Error('the server is stopping'))
    this.#waiting.clear()
    for (const reader of this.#readers) this.#end(reader)
    await Promise.all(this.#ending)
  }

  #next(): void {
    for (const [id, queue] of this.#waiting) {
      if (this.#runningOf(id) >= maxReadersOfAccount) continue
      const reader = this.#free(id)
      if (!reader) return
      const waiting = queue.shift()
      // Its next turn is behind those of others.
      this.#waiting.delete(id)
      if (queue.length > 0) this.#waiting.set(id, queue)
      if (waiting) this.#start(reader, waiting)
    }
  }

  #runningOf(account: string): number {
    return [...this.#readers].filter(({ running }) => running?.task.account.id === account).length
  }

  #free(account: string): Reader | undefined {
    const free = [...this.#readers].filter(({ running, ready }) => running === null && ready)
    const known = free.find((reader) => reader.account === account) ?? free[0]
    if (known || this.#closed) return known
    this.#open()
    return undefined
  }

  /** Starts one more, one at a time. */
  #open(): void {
    const isStarting = [...this.#readers].some(({ ready }) => !ready)
    if (isStarting || this.#closed || this.#readers.size + this.#ending.size >= maxReaders) return
    const { script, file } = this.#setting
    const reader = new Reader(script, file)
    this.#readers.add(reader)
    reader.worker.on('message', (message: 'ready' | ReadResult | { readonly failed: string }) => {
      if (message === 'ready') reader.ready = true
      else if ('failed' in message) this.#finish(reader)?.reject(new Error(message.failed))
      else this.#finish(reader)?.resolve(message)
      this.#next()
    })
    reader.worker.on('error', (error) => this.#lost(reader, error))
    reader.worker.on('exit', () => this.#lost(reader, new Error('the reading thread has ended')))
  }

  /** A thread that did not even start would not start for the next request either: those that wait fail with it. */
  #lost(reader: Reader, error: unknown): void {
    if (!this.#readers.has(reader)) return
    const cause = error instanceof Error ? error : new Error(String(error))
    this.#end(reader)
    this.#finish(reader)?.reject(cause)
    if (!reader.ready) {
      for (const { reject } of [...this.#waiting.values()].flat()) reject(cause)
      this.#waiting.clear()
    }
    this.#next()
  }

  #start(reader: Reader, waiting: Waiting): void {
    reader.running = waiting
    reader.account = waiting.task.account.id
    reader.worker.ref()
    reader.timer = setTimeout(() => {
      this.#end(reader)
      this.#finish(reader)?.resolve(null)
      this.#next()
    }, this.#setting.maxTime)
    reader.worker.postMessage(waiting.task, [])
    // Ready when another account needs one: starting takes longer than most requests.
    if ([...this.#readers].every(({ running }) => running !== null)) this.#open()
  }

  #finish(reader: Reader): Waiting | null {
    clearTimeout(reader.timer)
    // An idle reader does not keep the process alive.
    reader.worker.unref()
    const { running } = reader
    reader.running = null
    return running
  }

  #end(reader: Reader): void {
    this.#readers.delete(reader)
    const ended = reader.worker
      .removeAllListeners()
      .on('error', () => undefined)
      .terminate()
      .finally(() => {
        this.#ending.delete(ended)
        if (!this.#closed) this.#next()
      })
    this.#ending.add(ended)
  }
}
