import type { PageProps } from '@atrium/protocol'
import type { Mount } from '@atrium/remote'

/** A custom element without a framework. */
class ClickCounter extends HTMLElement {
  #count = 0
  readonly #place = document.createElement('p')
  readonly #button = document.createElement('button')

  connectedCallback(): void {
    const title = document.createElement('strong')
    title.textContent = 'Rendered by an element'
    this.#button.addEventListener('click', () => this.#show(++this.#count))
    this.replaceChildren(title, this.#place, this.#button)
    this.#show(this.#count)
  }

  set path(path: string) {
    this.#place.textContent = `at ${path}`
  }

  #show(count: number): void {
    this.#button.textContent = `Clicked ${count}`
  }
}

// Two releases of this remote may be in one page: the name belongs to the first.
const name = 'click-counter'
if (!customElements.get(name)) customElements.define(name, ClickCounter)

export const mount: Mount<PageProps> = (element, { route }) => {
  const counter = document.createElement(name) as ClickCounter
  counter.path = route.path
  element.append(counter)
  return {
    update: (next) => void (counter.path = next.route.path),
    unmount: () => counter.remove(),
  }
}
