declare module '*.svelte' {
  import type { Component } from 'svelte'
  const component: Component<{ given: { readonly current: object } }>
  export default component
}
