import type { PageProps } from '@atrium/protocol'
import type { Mount } from '@atrium/remote'
import { mount as mountComponent, unmount } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import Page from '../page.svelte'

/** A page in Svelte: its markup is parsed from HTML, through Svelte's own Trusted Types policy. */
export const mount: Mount<PageProps> = (element, props) => {
  let current = props
  let changed = (): void => undefined
  const subscribe = createSubscriber((update) => void (changed = update))
  const given = {
    get current() {
      subscribe()
      return current
    },
  }
  const page = mountComponent(Page, { target: element, props: { given } })
  return {
    update(next) {
      current = next
      changed()
    },
    unmount: () => void unmount(page),
  }
}
