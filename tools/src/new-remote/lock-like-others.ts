/** Dependencies by name, as `package.json` lists them. */
type Dependencies = Readonly<Record<string, string>>

export interface Manifest {
  readonly dependencies?: Dependencies
  readonly devDependencies?: Dependencies
}

const importers = /^importers:\n[\s\S]*?(?=^\S)/m
const resolved = /^ {6}(\S+):\n {8}specifier: (.+)\n {8}version: .+\n/gm

const unquoted = (text: string): string => text.replace(/^'(.*)'$/, '$1')

/** One folder of the workspace in the lockfile, with its blank line. */
const sections = (lockfile: string): string[] => importers.exec(lockfile)?.[0].split(/(?<=\n)(?=^ {2}\S)/m).slice(1) ?? []

/** What the remotes that are there resolve their dependencies to. */
function resolutions(lockfile: string): Map<string, string> {
  const remotes = sections(lockfile).filter((section) => section.startsWith('  remotes/'))
  return new Map(
    remotes
      .flatMap((section) => [...section.matchAll(resolved)])
      .map(([lines, name = '', specifier = '']) => [`${unquoted(name)} ${unquoted(specifier)}`, lines]),
  )
}

/**
 * The lockfile with one more remote, whose dependencies are resolved as other remotes' are, so that
 * nobody has to be asked. Undefined when it has one that no other remote has.
 */
export function lockLikeOthers(lockfile: string, name: string, manifest: Manifest): string | undefined {
  const known = resolutions(lockfile)
  const groups = (['dependencies', 'devDependencies'] as const).map((group) => {
    const entries = Object.entries(manifest[group] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
    const lines = entries.map(([dependency, specifier]) => known.get(`${dependency} ${specifier}`))
    return lines.includes(undefined) ? undefined : `    ${group}:\n${lines.join('')}`
  })
  const title = `  remotes/${name}:\n`
  // A remote of that name that was removed may have left its section behind.
  const former = sections(lockfile).find((section) => section.startsWith(title))
  const next = sections(lockfile).find((section) => section > title && section !== former)
  if (groups.includes(undefined) || !next) return undefined
  return lockfile.replace(former ?? '', '').replace(next, () => `${title}${groups.join('')}\n${next}`)
}
