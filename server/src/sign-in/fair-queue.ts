/**
 * Password hashes that run at once. Default: 2, which is 38 MiB of memory, and leaves half of libuv's four threads
 * to files. Beyond it: further ones wait in the queue.
 */
export const maxHashesAtOnce = 2

/** Sign-ins that are checked at once at another mail server. Default: 16. Beyond it: further ones wait in the queue. */
export const maxUpstreamChecksAtOnce = 16

/**
 * Attempts of one client (sign-in, sign-up, password change) that wait for their turn. Default: 20, which is half a
 * second of work. Beyond it: further ones are refused with 429 and `Retry-After`.
 */
export const maxWaitingPerClient = 20

/**
 * Attempts of all clients that wait for their turn. Default: 200. Beyond it a client with fewer waiting attempts
 * takes the place of the newest attempt of the client with the most; otherwise it is refused with 429 and
 * `Retry-After`. A constant.
 */
export const maxWaitingInAll = 200

export interface FairQueueLimits {
  /** Tasks that run at once. */
  readonly atOnce: number
  /** Tasks of one client that wait. Default: `maxWaitingPerClient`. */
  readonly perClient?: number
  /** Tasks of all clients that wait. Default: `maxWaitingInAll`. */
  readonly inAll?: number
  /** Makes the error of a task that is refused. */
  readonly refusal: () => Error
}

export interface QueuedTask {
  readonly client: string
  /** Of two tasks with the same key one waits for the other. Default: it waits for none in particular. */
  readonly exclusive?: string
}

interface Waiting {
  readonly exclusive: string | undefined
  readonly start: () => void
  readonly refuse: (error: Error) => void
}

/**
 * Runs slow tasks in turns: the clients that wait get one turn each, round and round, so that a client with many
 * tasks delays another by one task and not by all of its own. Both the queue of a client and the whole are bounded,
 * and a refusal costs nothing.
 */
export class FairQueue {
  readonly #limits: Required<FairQueueLimits>
  /** The order of the keys is the order of turns. */
  readonly #waiting = new Map<string, Waiting[]>()
  readonly #exclusive = new Set<string>()
  #count = 0
  #running = 0

  constructor(limits: FairQueueLimits) {
    this.#limits = { perClient: maxWaitingPerClient, inAll: maxWaitingInAll, ...limits }
  }

  /** @throws The refusal, when too many tasks wait. */
  async run<Result>(task: QueuedTask, work: () => Promise<Result>): Promise<Result> {
    await this.#turn(task)
    try {
      return await work()
    } finally {
      this.#running--
      if (task.exclusive !== undefined) this.#exclusive.delete(task.exclusive)
      this.#startNext()
    }
  }

  #turn({ client, exclusive }: QueuedTask): Promise<void> {
    const own = this.#waiting.get(client) ?? []
    if (own.length === 0 && this.#isFree(exclusive)) {
      this.#begin(exclusive)
      return Promise.resolve()
    }
    if (own.length >= this.#limits.perClient || (this.#count >= this.#limits.inAll && !this.#displace(own.length + 1)))
      return Promise.reject(this.#limits.refusal())
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    own.push({ exclusive, start: resolve, refuse: reject })
    this.#waiting.set(client, own)
    this.#count++
    return promise
  }

  #isFree(exclusive: string | undefined): boolean {
    return this.#running < this.#limits.atOnce && (exclusive === undefined || !this.#exclusive.has(exclusive))
  }

  #begin(exclusive: string | undefined): void {
    this.#running++
    if (exclusive !== undefined) this.#exclusive.add(exclusive)
  }

  /** Refuses the newest task of the client with the most, if that is more than `wanted`. */
  #displace(wanted: number): boolean {
    let longest: [string, Waiting[]] | undefined
    for (const entry of this.#waiting) if (entry[1].length > (longest?.[1].length ?? wanted)) longest = entry
    if (!longest) return false
    const [client, tasks] = longest
    this.#remove(client, tasks.length - 1)?.refuse(this.#limits.refusal())
    return true
  }

  #remove(client: string, index: number): Waiting | undefined {
    const tasks = this.#waiting.get(client) ?? []
    const [removed] = tasks.splice(index, 1)
    if (removed) this.#count--
    if (tasks.length === 0) this.#waiting.delete(client)
    return removed
  }

  #startNext(): void {
    for (const [client, tasks] of this.#waiting) {
      const index = tasks.findIndex(({ exclusive }) => this.#isFree(exclusive))
      if (index < 0) continue
      const next = this.#remove(client, index)
      // The client goes behind all others.
      if (this.#waiting.delete(client)) this.#waiting.set(client, tasks)
      if (!next) continue
      this.#begin(next.exclusive)
      return next.start()
    }
  }
}
