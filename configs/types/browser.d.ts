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

/** Replaced at build time by webpack's `mode`. */
declare const process: { readonly env: { readonly NODE_ENV: 'development' | 'production' | 'test' } }
