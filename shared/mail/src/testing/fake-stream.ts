import type { EventSourceLike } from '../sync/event-stream.ts'

type Listener = (event: { readonly data?: unknown }) => void

/** An event source that says what the test says. */
export class FakeStream implements EventSourceLike {
  readonly url: string
  readonly #listeners: (readonly [string, Listener])[] = []
  closed = false

  constructor(url: string) {
    this.url = url
  }

  readonly addEventListener = (type: string, listener: Listener): void => {
    this.#listeners.push([type, listener])
  }

  readonly close = (): void => {
    this.closed = true
  }

  emit(type: string, data?: unknown): void {
    for (const [name, listener] of this.#listeners) if (name === type) listener({ data })
  }
}
