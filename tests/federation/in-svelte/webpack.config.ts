import { remote } from '@atrium/configs'
import path from 'node:path'

const config = remote(import.meta.dirname)

export default {
  ...config,
  module: {
    ...config.module,
    rules: [
      ...(config.module?.rules ?? []),
      { test: /\.svelte$/, loader: path.join(import.meta.dirname, 'compile.cjs') },
    ],
  },
}
