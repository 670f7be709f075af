import { readdirSync } from 'node:fs'
import path from 'node:path'

/**
 * What a remote exposes is what lies in `src/exposes`: `src/exposes/page.tsx` is `./page`.
 *
 * @throws Error when the folder is missing or empty.
 */
export function exposesOf(directory: string): Record<string, string> {
  const folder = path.join(directory, 'src/exposes')
  const files = readdirSync(folder).filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
  if (files.length === 0) throw new Error(`${folder} is empty: a remote exposes at least one module there`)
  return Object.fromEntries(files.sort().map((file) => [`./${path.parse(file).name}`, path.join(folder, file)]))
}
