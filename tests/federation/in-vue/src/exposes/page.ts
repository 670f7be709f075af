import type { PageProps } from '@atrium/protocol'
import type { Mount } from '@atrium/remote'
import { createApp, h, ref, shallowRef } from 'vue'

/** A page in Vue; what `innerHTML` sets goes through Vue's own Trusted Types policy. */
export const mount: Mount<PageProps> = (element, props) => {
  const given = shallowRef(props)
  const count = ref(0)
  const app = createApp(() => [
    h('p', { innerHTML: '<strong>Rendered by Vue</strong>' }),
    h('p', `at ${given.value.route.path}`),
    h('button', { onClick: () => void count.value++ }, `Clicked ${count.value}`),
  ])
  app.mount(element)
  return { update: (next) => void (given.value = next), unmount: () => app.unmount() }
}
