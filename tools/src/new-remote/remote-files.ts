import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { folderOf, root } from '../workspace.ts'

const templates = path.join(root, 'configs/templates/remote')
const suffix = '.txt'

/** `package.json` makes a folder a package: it comes last, so one that is there tells of a whole remote. */
const packageLast = (one: string, other: string): number =>
  Number(one.startsWith('package.json')) - Number(other.startsWith('package.json')) || (one < other ? -1 : 1)

/** Writes a remote's folder from the templates; answers the files, seen from the root. */
export function writeRemote(name: string): string[] {
  const title = name.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())
  const files = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(suffix))
  return files.sort(packageLast).map((file) => {
    const target = path.join(folderOf(name), file.slice(0, -suffix.length))
    const text = readFileSync(path.join(templates, file), 'utf8')
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text.replaceAll('{{name}}', name).replaceAll('{{title}}', title))
    return path.relative(root, target)
  })
}
