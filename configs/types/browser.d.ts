/** Replaced at build time by webpack's `mode`. */
declare const process: { readonly env: { readonly NODE_ENV: 'development' | 'production' | 'test' } }
