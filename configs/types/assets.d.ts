/** Public keys of the registry, for `createHost`; the `host` factory writes them into the build. */
declare const ATRIUM_REGISTRY_KEYS: readonly string[]

declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>
  export default classes
}

declare module '*.css' {}

declare module '*.svg' {
  const url: string
  export default url
}

declare module '*.woff2' {
  const url: string
  export default url
}
