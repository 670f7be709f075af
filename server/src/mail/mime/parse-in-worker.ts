import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ParsedMessage } from './message.ts'
import { parseStart } from './parse-message.ts'

/** Parses octets that a stranger wrote. Never throws: what costs too much is parsed from its start only. */
export type ParseMessage = (raw: Uint8Array) => Promise<ParsedMessage>

export interface WorkerParser {
  readonly parse: ParseMessage
  readonly close: () => Promise<void>
}

interface Task {
  readonly raw: Uint8Array
  readonly done: (parsed: ParsedMessage) => void
}

/** One worker thread that parses messages one after another, each within a time and a memory limit. */
export function createWorkerParser({
  timeout = 2000,
  memory = 256,
  script = path.join(import.meta.dirname, 'parse-worker.ts'),
}: {
  /** Milliseconds for one message. Default: 2000. */
  readonly timeout?: number
  /** Mebibytes of heap. Default: 256. */
  readonly memory?: number
  /** Default: our parser. */
  readonly script?: string
} = {}): WorkerParser {
  const queue: Task[] = []
  let worker: Worker | null = null
  let ready = false
  let task: Task | null = null
  let timer: NodeJS.Timeout | undefined

  const finish = (parsed: ParsedMessage | null): void => {
    clearTimeout(timer)
    const finished = task
    task = null
    finished?.done(parsed ?? parseStart(finished.raw))
  }
  const replace = (): void => {
    const old = worker
    worker = null
    ready = false
    void old?.removeAllListeners().on('error', () => undefined).terminate()
    finish(null)
    next()
  }
  const start = (): Worker => {
    const made = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: memory } })
    made.on('message', (message: 'ready' | ParsedMessage) => {
      if (message === 'ready') ready = true
      else finish(message)
      next()
    })
    made.on('error', replace)
    made.on('exit', replace)
    // An idle parser does not keep the process alive.
    made.unref()
    return made
  }
  const next = (): void => {
    if (task || queue.length === 0) {
      if (!task) worker?.unref()
      return
    }
    worker ??= start()
    worker.ref()
    if (!ready) return
    task = queue.shift() ?? null
    timer = setTimeout(replace, timeout)
    worker.postMessage(task?.raw)
  }
  return {
    parse: (raw) =>
      new Promise((done) => {
        queue.push({ raw, done })
        next()
      }),
    close: async () => {
      const old = worker
      worker = null
      await old?.removeAllListeners().terminate()
    },
  }
}
