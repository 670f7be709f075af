import { describe, expect, test } from '@jest/globals'
import type { EventSourceLike } from './event-stream.ts'
import { SharedEventSource, type TabChannel, type TabLocks } from './shared-event-source.ts'
import { createFakeTiming } from './testing/fake-timing.ts'

const turn = async (): Promise<void> => {
  for (let step = 0; step < 30; step += 1) await Promise.resolve()
}

interface Held {
  readonly hold: () => Promise<void>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

const abortError = (): Error => Object.assign(new Error('stolen or aborted'), { name: 'AbortError' })

/** Web Locks of one browser. */
class FakeLocks implements TabLocks {
  #holder: Held | undefined
  #queue: Held[] = []

  request(
    _name: string,
    options: { readonly steal?: true; readonly signal?: AbortSignal },
    hold: () => Promise<void>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const own = { hold, resolve, reject }
      if (options.steal) {
        this.#holder?.reject(abortError())
        return this.#grant(own)
      }
      options.signal?.addEventListener('abort', () => {
        if (!this.#queue.includes(own)) return
        this.#queue = this.#queue.filter((each) => each !== own)
        reject(abortError())
      })
      this.#queue.push(own)
      this.#next()
    })
  }

  #grant(own: Held): void {
    this.#holder = own
    void own.hold().then(() => {
      if (this.#holder === own) this.#holder = undefined
      own.resolve(undefined)
      this.#next()
    }, own.reject)
  }

  #next(): void {
    const next = this.#holder ? undefined : this.#queue.shift()
    if (next) this.#grant(next)
  }
}

type Listener = (event: { readonly data: unknown }) => void

/** A tab as the others see it: it can be frozen, and then neither hears nor says anything. */
class FakeTab implements TabChannel {
  static all: FakeTab[] = []
  readonly listeners: Listener[] = []
  readonly received: unknown[] = []
  frozen = false
  closed = false

  constructor() {
    FakeTab.all.push(this)
  }

  addEventListener(_type: 'message', listener: Listener): void {
    this.listeners.push(listener)
  }

  postMessage(data: unknown): void {
    if (this.frozen) return
    for (const tab of FakeTab.all) if (tab !== this) void Promise.resolve().then(() => tab.deliver(data))
  }

  deliver(data: unknown): void {
    if (this.frozen || this.closed) return
    for (const listener of this.listeners) listener({ data })
  }

  close(): void {
    this.closed = true
  }
}

class FakeStream implements EventSourceLike {
  readonly #listeners: (readonly [string, (event: { readonly data?: unknown }) => void])[] = []
  closed = false

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.push([type, listener])
  }

  emit(type: string, data?: unknown): void {
    for (const [name, listener] of this.#listeners) if (name === type) listener({ data })
  }

  close(): void {
    this.closed = true
  }
}

function createBrowser(locks: TabLocks = new FakeLocks()) {
  FakeTab.all = []
  const timing = createFakeTiming()
  const streams: FakeStream[] = []
  const openTab = () => {
    const tab = new FakeTab()
    const lifecycle = { page: new EventTarget(), window: new EventTarget() }
    const events: string[] = []
    const open = (): FakeStream => {
      const stream = new FakeStream()
      streams.push(stream)
      return stream
    }
    const source = new SharedEventSource({ name: 'n', open, timing, locks, channel: tab, lifecycle })
    for (const type of ['open', 'ping', 'state', 'error']) {
      source.addEventListener(type, ({ data }) => void events.push(data === undefined ? type : `${type} ${data}`))
    }
    return { tab, source, events, lifecycle }
  }
  /** Lets time pass in the steps in which timers fire. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      timing.pass(100)
      await turn()
    }
  }
  const opened = () => streams.filter(({ closed }) => !closed)
  return { openTab, streams, opened, pass }
}

describe('tabs of one account', () => {
  test('open one stream and all receive its events', async () => {
    const { openTab, streams } = createBrowser()
    const tabs = Array.from({ length: 12 }, openTab)
    await turn()
    streams[0]?.emit('open')
    streams[0]?.emit('state', 's1')
    await turn()
    expect(streams).toHaveLength(1)
    expect(tabs.map(({ events }) => events)).toEqual(tabs.map(() => ['open', 'state s1']))
  })

  test('know that a stream is connected when they come later', async () => {
    const { openTab, streams } = createBrowser()
    openTab()
    await turn()
    streams[0]?.emit('open')
    const late = openTab()
    await turn()
    expect([late.events, streams.length]).toEqual([['open'], 1])
  })

  test('pass the stream on when the tab that has it is closed, and see that something may have been missed', async () => {
    const { openTab, streams } = createBrowser()
    const [first, second, third] = [openTab(), openTab(), openTab()]
    await turn()
    streams[0]?.emit('open')
    await turn()
    first.source.close()
    await turn()
    expect([streams.length, streams[0]?.closed]).toEqual([2, true])
    streams[1]?.emit('open')
    await turn()
    expect([second.events, third.events]).toEqual([
      ['open', 'open'],
      ['open', 'open'],
    ])
  })

  test('pass it on at once when its tab says that it is being frozen or left', async () => {
    const { openTab, streams, opened } = createBrowser()
    const [first] = [openTab(), openTab()]
    await turn()
    first.lifecycle.page.dispatchEvent(new Event('freeze'))
    await turn()
    expect([streams.length, streams[0]?.closed]).toEqual([2, true])
    first.lifecycle.page.dispatchEvent(new Event('resume'))
    await turn()
    expect(opened()).toHaveLength(1)
    streams[1]?.emit('open')
    await turn()
    expect(first.events).toEqual(['open'])
  })

  test('take it within two seconds from a tab that is frozen without a word, which follows when it wakes', async () => {
    const { openTab, streams, opened, pass } = createBrowser()
    const [first, second] = [openTab(), openTab()]
    await turn()
    streams[0]?.emit('open')
    await pass(5000)
    expect(streams).toHaveLength(1)
    first.tab.frozen = true
    await pass(1900)
    expect(streams).toHaveLength(2)
    first.tab.frozen = false
    await turn()
    expect(opened()).toHaveLength(1)
    streams[1]?.emit('open')
    streams[1]?.emit('state', 's2')
    await pass(5000)
    expect(first.events.slice(-2)).toEqual(['open', 'state s2'])
    expect(second.events).toEqual(['open', 'open', 'state s2'])
    expect(streams).toHaveLength(2)
  })

  test('all see that the stream broke, so that each reconnects in its own time', async () => {
    const { openTab, streams } = createBrowser()
    const tabs = [openTab(), openTab()]
    await turn()
    streams[0]?.emit('error')
    await turn()
    expect(tabs.map(({ events }) => events)).toEqual([['error'], ['error']])
  })

  test('understand nothing that another application of the origin says', async () => {
    const { openTab } = createBrowser()
    openTab()
    const second = openTab()
    await turn()
    for (const data of [null, 7, { kind: 'event', type: 'remove' }, { kind: 'alive' }, { kind: 'event', data: 'x' }])
      second.tab.deliver(data)
    expect(second.events).toEqual([])
  })

  test('have a stream each where locks are forbidden', async () => {
    const forbidden: TabLocks = { request: () => Promise.reject(new Error('SecurityError')) }
    const { openTab, streams } = createBrowser(forbidden)
    const tabs = [openTab(), openTab()]
    await turn()
    for (const stream of streams) stream.emit('state', 's1')
    await turn()
    expect(tabs.map(({ events }) => events)).toEqual([['state s1'], ['state s1']])
  })
})
