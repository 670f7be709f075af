import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ReleaseRecord } from '@atrium/protocol'
import type { Build } from '../publish.ts'

const readRecord = (folder: string): ReleaseRecord =>
  JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')) as ReleaseRecord

const sha = (kind: string, text: string) => createHash(kind).update(text)

/** Builds of remotes that nobody opens, each with a release of its own and a place in the navigation. */
export function manyRemotes(count: number, like: Build, folder: string): Build[] {
  const model = readRecord(like.folder)
  return Array.from({ length: count }, (_, index) => {
    const name = `generated-${index}`
    const version = sha('sha256', name).digest('hex').slice(0, 12)
    const script = `var generated_${index}_${version}\n`
    const record: ReleaseRecord = {
      ...model,
      name,
      version,
      entry: 'remoteEntry.js',
      global: `generated_${index}_${version}`,
      exposes: { './page': [] },
      files: { 'remoteEntry.js': `sha384-${sha('sha384', script).digest('base64')}` },
      navigation: { title: { en: `Remote ${index}` }, icon: 'inbox', order: 1000 + index },
    }
    const own = path.join(folder, name)
    mkdirSync(own, { recursive: true })
    writeFileSync(path.join(own, 'remoteEntry.js'), script)
    writeFileSync(path.join(own, 'record.json'), JSON.stringify(record))
    return { name, folder: own }
  })
}
