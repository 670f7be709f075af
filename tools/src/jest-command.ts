import path from 'node:path'
import { root } from './workspace.ts'

/** How the unit tests are started. */
export const jestCommand = (...rest: string[]): string[] => [
  process.execPath,
  path.join(root, 'node_modules/jest/bin/jest.js'),
  '--config',
  path.join(root, 'jest.config.mjs'),
  ...rest,
]
