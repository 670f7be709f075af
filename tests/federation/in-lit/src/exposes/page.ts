import type { PageProps } from '@atrium/protocol'
import type { Mount } from '@atrium/remote'
import { html, nothing, render } from 'lit'

/** A page in Lit: templates are made of HTML, through Lit's own Trusted Types policy. */
export const mount: Mount<PageProps> = (element, props) => {
  let given = props
  let count = 0
  const show = (): void => {
    const click = (): void => {
      count++
      show()
    }
    render(
      html`<p><strong>Rendered by Lit</strong></p>
        <p>at ${given.route.path}</p>
        <button @click=${click}>Clicked ${count}</button>`,
      element,
    )
  }
  show()
  return {
    update(next) {
      given = next
      show()
    },
    unmount: () => void render(nothing, element),
  }
}
