import { commands } from './commands.ts'
import { findProject } from './project.ts'
import { UsageError } from './terminal.ts'

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
export async function runCompletion([shell, ...words]: readonly string[]): Promise<void> {
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
