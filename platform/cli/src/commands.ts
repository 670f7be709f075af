// Every command of the program `atrium`, in one list: its help, the completion of shells and its code are made from it.
import { findProject } from './project.ts'
import { UsageError } from './terminal.ts'

/** Does a command with the arguments after its name. */
type Run = (args: readonly string[]) => Promise<void>

interface Command {
  /** One line, for the list of commands. */
  readonly about: string
  /** Arguments, as they are typed. Default: none. */
  readonly takes?: string
  /** Option → what it does. */
  readonly options?: Readonly<Record<string, string>>
  /** It takes names of the project's packages, which a shell can complete. */
  readonly names?: true
  /** The list of commands has its name alone. */
  readonly rare?: true
  readonly load: () => Promise<Run>
}

/** A command on what is in the store. Each loads its own code: a rollback must not wait for a bundler. */
const onStore =
  (name: string): Command['load'] =>
  async () => {
    const { runRelease } = await import('./release/command.ts')
    return (args) => runRelease([name, ...args], name)
  }

const storeOptions = { '--store PLACE': 'folder or s3://bucket/prefix. Default: ATRIUM_STORE' }

const changeOptions = {
  '--dry-run': 'reports what would change, and changes nothing',
  '--force': 'overrides what refuses the change',
  '--reason TEXT': 'for the history',
  '--submit PLACE': 'leaves it to a registrar: its URL, or its folder or bucket',
  ...storeOptions,
}

export const commands: Readonly<Record<string, Command>> = {
  start: {
    about: 'build what has changed, publish it locally and run the server',
    options: { '--local': 'compile the remotes into the host: one application' },
    load: async () => (await import('./start.ts')).runStart,
  },
  dev: {
    about: 'dev servers with hot reload, for all packages or for those named',
    takes: '[name …]',
    options: {
      '--host ADDRESS': 'listens there, 0.0.0.0 for all. Default: localhost',
      '--public ADDRESS': 'for browsers: https://{name}.example, http://10.0.0.7:{port}',
      '--allow HOST,…': 'whose pages may use them, such as a production host',
    },
    names: true,
    load: async () => (await import('./dev.ts')).runDev,
  },
  build: {
    about: 'production builds of all packages, or of those named',
    takes: '[name …]',
    options: { '--local': 'one application with every remote compiled in' },
    names: true,
    load: async () => (await import('./builds.ts')).runBuild,
  },
  release: {
    about: 'build and release packages: to all users, a canary or a preview',
    takes: 'NAME …',
    options: {
      '--canary PERCENT': 'to a share of users',
      '--cohort A,B': 'to groups of users',
      '--preview LABEL': 'to users who follow a link',
      '--from FOLDER': 'releases an existing build',
      ...changeOptions,
    },
    names: true,
    load: async () => {
      const { runRelease } = await import('./release/command.ts')
      return (args) => runRelease(args)
    },
  },
  promote: {
    about: 'make a canary or a preview stable',
    takes: 'NAME',
    options: {
      '--canary PERCENT': 'it becomes, or stays, a canary of that size instead',
      '--cohort A,B': 'it becomes a canary for these groups instead',
      '--preview LABEL': 'takes that preview; with --from-store, makes it one',
      '--from-store PLACE': "takes what is stable in another environment's store",
      '--version V': 'of that store, another version in its channels',
      '--from-keys KEY,…': 'sign its registry. Default: those trusted here',
      ...changeOptions,
    },
    names: true,
    load: onStore('promote'),
  },
  rollback: {
    about: 'remove the canary, or else return stable to the release before',
    takes: 'NAME',
    options: {
      '--stable': 'returns stable even if there is a canary',
      '--to VERSION': 'to that version',
      '--preview LABEL': 'removes that preview',
      ...changeOptions,
    },
    names: true,
    load: onStore('rollback'),
  },
  disable: {
    about: 'switch a remote off for all users; the reason is for them',
    takes: 'NAME REASON',
    options: changeOptions,
    names: true,
    load: onStore('disable'),
  },
  enable: {
    about: 'switch a remote on again',
    takes: 'NAME',
    options: changeOptions,
    names: true,
    load: onStore('enable'),
  },
  flag: {
    about: 'list feature flags, or set one for all, a share or groups of users',
    takes: '[NAME on|off|N%]',
    options: {
      '--cohort A,B': 'it is on for these groups of users too',
      '--remove': 'it is declared no more, and off',
      '--json': 'the list as JSON',
      ...changeOptions,
    },
    load: onStore('flag'),
  },
  grant: {
    about: 'permit a remote policy sources that it requests, or list them',
    takes: '[NAME [KIND SOURCE …]]',
    options: {
      '--list': 'what is requested and granted',
      '--revoke': 'takes the sources back',
      '--json': 'the list of what is granted as JSON',
      ...changeOptions,
    },
    names: true,
    load: onStore('grant'),
  },
  retire: {
    about: 'take a remote out of all pages; refused while another needs it',
    takes: 'NAME',
    options: { '--grace HOURS': 'tabs that are open keep it for so long. Default: 24', ...changeOptions },
    names: true,
    load: onStore('retire'),
  },
  status: {
    about: 'which releases users get',
    options: { '--json': 'as JSON', ...storeOptions },
    load: onStore('status'),
  },
  history: {
    about: 'what changed, when, by whom',
    takes: '[NAME]',
    options: {
      '--limit N': 'so many changes. Default: 50',
      '--page N': 'older ones: 2 has those before the newest',
      '--json': 'as JSON',
      ...storeOptions,
    },
    names: true,
    load: onStore('history'),
  },
  gc: {
    about: 'remove releases and retired remotes that are in no page for long',
    options: { '--age DAYS': 'for how long. Default: 30', ...changeOptions },
    load: onStore('gc'),
  },
  registrar: {
    about: 'judge what teams submit, and write the registry',
    rare: true,
    options: {
      '--policy FILE': 'who may release, promote, roll back, … what',
      '--from PLACE': 'takes what waits there, once; --watch: again and again',
      '--listen PORT': 'over HTTP; --host ADDRESS: default 127.0.0.1',
      ...storeOptions,
    },
    load: async () => (await import('./registrar/command.ts')).runRegistrar,
  },
  refresh: {
    about: 'sign the registry again: it expires after 90 days',
    rare: true,
    options: changeOptions,
    load: onStore('refresh'),
  },
  keys: {
    about: 'print the public keys, make a key, set who may sign a package',
    rare: true,
    takes: '[make FILE | NAME KEY,…]',
    options: changeOptions,
    load: onStore('keys'),
  },
  resolve: {
    about: 'map a stack trace to the source',
    rare: true,
    takes: 'FILE|-',
    options: storeOptions,
    load: onStore('resolve'),
  },
  analyze: {
    about: 'what every build sends; ends with 1 when a budget is exceeded',
    options: { '--compare REVISION': 'what a change costs, compared with that commit', '--json': 'as JSON' },
    load: async () => (await import('./analyze/command.ts')).runAnalyze,
  },
  doctor: {
    about: 'what is wrong with host and remotes; ends with 1 when something is',
    takes: '[name …]',
    options: { '--json': 'as JSON' },
    names: true,
    load: async () => (await import('./doctor.ts')).runDoctor,
  },
  reproduce: {
    about: 'build again in another folder and compare every byte',
    rare: true,
    takes: '[name …]',
    names: true,
    load: async () => (await import('./reproduce.ts')).runReproduce,
  },
  'new-remote': {
    about: 'create a remote: one folder, one entry in the list of remotes',
    takes: 'NAME',
    load: async () => (await import('./new-remote.ts')).runNewRemote,
  },
  completion: {
    about: 'print the completion for a shell: bash, zsh or fish',
    rare: true,
    takes: 'SHELL',
    load: async () => runCompletion,
  },
}

const rows = (entries: readonly (readonly [string, string])[]): string => {
  const width = Math.max(0, ...entries.map(([name]) => name.length)) + 2
  return entries.map(([name, about]) => `  ${name.padEnd(width)}${about}\n`).join('')
}

const exitCodes = 'Exit codes: 0 done, 1 failed or something found, 2 wrong arguments.\n'

const listed = Object.entries(commands).filter(([, { rare }]) => rare === undefined)
const rare = Object.entries(commands).filter(([, command]) => command.rare)

/** The list of commands. */
export const usage = (): string =>
  `Usage: atrium <command> [arguments]. Its options: atrium <command> --help\n\n` +
  rows(listed.map(([name, { about }]) => [name, about])) +
  `\nMore: ${rare.map(([name]) => name).join(', ')}\n${exitCodes}`

/** The help of one command. */
export function usageOf(name: string, { about, takes, options = {} }: Command): string {
  const line = [
    'atrium',
    name,
    ...(takes === undefined ? [] : [takes]),
    ...(Object.keys(options).length > 0 ? ['[options]'] : []),
  ]
  const list = Object.entries(options)
  return `Usage: ${line.join(' ')}\n\n${about[0]?.toUpperCase()}${about.slice(1)}.\n\n${list.length > 0 ? `${rows(list)}\n` : ''}${exitCodes}`
}

/** `--canary PERCENT` → `--canary` */
const flagsOf = (name: string): string[] => [
  ...Object.keys(commands[name]?.options ?? {}).map((option) => option.split(' ')[0] ?? ''),
  '--help',
]

/** Names of packages are read when they are needed: a new remote is completed without an edit. */
function packages(): string[] {
  try {
    return findProject().packages()
  } catch {
    return []
  }
}

/**
 * What can stand next on the command line.
 *
 * @param words - After `atrium`; the last one is the one that is being typed.
 */
export function candidates(words: readonly string[], names: () => string[] = packages): string[] {
  const typed = words.at(-1) ?? ''
  const [name = ''] = words
  const known = Object.hasOwn(commands, name) ? commands[name] : undefined
  const all =
    words.length <= 1
      ? Object.keys(commands)
      : typed.startsWith('-')
        ? flagsOf(name)
        : name === 'completion'
          ? Object.keys(scripts)
          : known?.names
            ? names()
            : []
  return all.filter((each) => each.startsWith(typed))
}

/** Each calls the program for what can stand next, so that nothing in it grows stale. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_atrium() {
  local IFS=$'\\n'
  COMPREPLY=($(atrium completion --next "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _atrium atrium
`,
  zsh: `#compdef atrium
_atrium() {
  compadd -- \${(f)"$(atrium completion --next "\${(@)words[2,CURRENT]}" 2>/dev/null)"}
}
compdef _atrium atrium
`,
  fish: `complete -c atrium -f -a '(atrium completion --next (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
}

/** `atrium completion SHELL`: prints the shell's script. `atrium completion --next WORD …` is what the scripts call. */
async function runCompletion([shell, ...words]: readonly string[]): Promise<void> {
  if (shell === '--next') {
    process.stdout.write(
      candidates(words)
        .map((each) => `${each}\n`)
        .join(''),
    )
    return
  }
  const script = shell !== undefined && Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
  if (script === undefined || words.length > 0)
    throw new UsageError(`Specify a shell: ${Object.keys(scripts).join(', ')}`)
  process.stdout.write(script)
}
