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

export interface WorkerLimits {
  /** Milliseconds for one message. Default: 2000. */
  readonly timeout?: number
  /** Mebibytes of heap. Default: 256. */
  readonly memory?: number
  /** Default: our parser. */
  readonly script?: string
}

/** One worker thread that parses messages one after another, each within a time and a memory limit. */
export function createWorkerParser(limits: WorkerLimits = {}): WorkerParser {
  const thread = new ParserThread({ timeout: 2000, memory: 256, script: defaultScript, ...limits })
  return { parse: (raw) => thread.parse(raw), close: () => thread.close() }
}

const defaultScript = path.join(import.meta.dirname, 'parse-worker.ts')

class ParserThread {
  private readonly limits: Required<WorkerLimits>
  private readonly queue: Task[] = []
  private worker: Worker | null = null
  private ready = false
  private task: Task | null = null
  private timer: NodeJS.Timeout | undefined

  constructor(limits: Required<WorkerLimits>) {
    this.limits = limits
  }

  parse(raw: Uint8Array): Promise<ParsedMessage> {
    return new Promise((done) => {
      this.queue.push({ raw, done })
      this.next()
    })
  }

  async close(): Promise<void> {
    const worker = this.worker
    this.worker = null
    clearTimeout(this.timer)
    await worker?.removeAllListeners().terminate()
  }

  private next(): void {
    if (this.task) return
    if (this.queue.length === 0) {
      // An idle parser does not keep the process alive.
      this.worker?.unref()
      return
    }
    this.worker ??= this.start()
    this.worker.ref()
    if (!this.ready) return
    this.task = this.queue.shift() ?? null
    this.timer = setTimeout(() => this.replace(), this.limits.timeout)
    this.worker.postMessage(this.task?.raw, [])
  }

  private start(): Worker {
    const worker = new Worker(this.limits.script, { resourceLimits: { maxOldGenerationSizeMb: this.limits.memory } })
    worker.on('message', (message: 'ready' | ParsedMessage) => {
      if (message === 'ready') this.ready = true
      else this.finish(message)
      this.next()
    })
    worker.on('error', () => this.replace())
    worker.on('exit', () => this.replace())
    return worker
  }

  /** The thread hangs or has died: what it had is parsed from its start, a fresh one takes the rest. */
  private replace(): void {
    const old = this.worker
    this.worker = null
    this.ready = false
    void old
      ?.removeAllListeners()
      .on('error', () => undefined)
      .terminate()
    this.finish(null)
    this.next()
  }

  private finish(parsed: ParsedMessage | null): void {
    clearTimeout(this.timer)
    const finished = this.task
    this.task = null
    finished?.done(parsed ?? parseStart(finished.raw))
  }
}
