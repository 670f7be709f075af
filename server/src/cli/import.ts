import progress from 'cli-progress'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createAccountStore } from '../sign-in/accounts.ts'
import { canonicalAddress } from '../sign-in/accounts.ts'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../database/open-database.ts'
import { createMailServer, importMail, type ImportProgress, type ImportResult } from '../mail/index.ts'
import { prepareDataFolder } from '../process.ts'
import { UsageError } from './usage.ts'

interface ImportOutput {
  readonly progress: (now: ImportProgress) => void
  readonly finish: (result: ImportResult) => void
}

/** Messages between two lines where there is no terminal. */
const lineEvery = 1000

/** Failures that are named one by one. Beyond it: only their number is printed. */
const maxFailures = 100

/** A progress bar at a terminal, lines elsewhere; at the end a summary with the failures. */
function importOutput(terminal: boolean, print: (line: string) => void): ImportOutput {
  const bar = terminal
    ? new progress.SingleBar({
        format: 'import [{bar}] {percentage}% | {count} messages | {eta_formatted} left',
        hideCursor: true,
      })
    : null
  let started = false
  let printed = 0
  return {
    progress: (now) => {
      const count = now.added + now.known
      if (bar) {
        if (!started) bar.start(now.total, 0, { count: 0 })
        started = true
        bar.update(now.done, { count })
      } else if (count - printed >= lineEvery) {
        printed = count
        print(`${count} messages, ${percent(now)} % of ${Math.round(now.total / 1e5) / 10} MB`)
      }
    },
    finish: (result) => {
      bar?.stop()
      print(`${result.added} added, ${result.known} skipped (imported before), ${result.failed} failed`)
      if (result.leftOut > 0) print(`${result.leftOut} left out: deleted at the source, and still in its files`)
      for (const { name, reason } of result.failures.slice(0, maxFailures)) print(`  ${name} ${reason}`)
      if (result.failures.length > maxFailures) print(`  and ${result.failures.length - maxFailures} more`)
      if (result.stopped) print('Stopped. Run the same command again to resume.')
    },
  }
}

function percent({ done, total }: ImportProgress): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100)
}

interface ImportArguments {
  readonly address: string
  readonly source: string
  readonly mailbox: string | undefined
  readonly unread: boolean
}

function readArguments(args: readonly string[]): ImportArguments {
  const { positionals, values } = parse(args)
  const [address, source, ...more] = positionals
  if (address === undefined || source === undefined) throw new UsageError('Specify an ACCOUNT and a FILE or DIR.')
  if (more.length > 0) throw new UsageError(`import takes one FILE or DIR. Unexpected: ${more.join(' ')}.`)
  if (!existsSync(source)) throw new UsageError(`No such file or directory: ${source}`)
  return { address, source, mailbox: values.mailbox, unread: values.unread ?? false }
}

function parse(args: readonly string[]) {
  try {
    const options = { mailbox: { type: 'string' }, unread: { type: 'boolean' } } as const
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** `import ACCOUNT FILE.mbox|DIR [--mailbox NAME] [--unread]`. Works beside a running server. */
export async function importCommand(args: readonly string[]): Promise<void> {
  const { address, source, mailbox, unread } = readArguments(args)
  const config = parseConfig(process.env)
  prepareDataFolder(config.dataDir)
  const database = openDatabase(path.join(config.dataDir, 'atrium.db'))
  try {
    const accounts = createAccountStore(database)
    const account = accounts.byAddress(canonicalAddress(address, config.mailDomain))
    if (!account)
      throw new UsageError(
        `Unknown account "${canonicalAddress(address, config.mailDomain)}". Create it with: account add ${address}`,
      )
    const mail = createMailServer({
      database,
      domain: config.mailDomain,
      resolveAddress: () => null,
      background: false,
    })
    const output = importOutput(process.stdout.isTTY, console.log)
    const signal = untilInterrupted()
    try {
      mail.createAccount({ accountId: account.id, address: account.address, name: account.name })
      const result = await importMail({
        mail,
        accountId: account.id,
        source,
        unread,
        signal,
        onProgress: output.progress,
        ...(mailbox === undefined ? {} : { mailbox }),
      })
      output.finish(result)
      setExitCode(result)
    } finally {
      await mail.close()
    }
  } finally {
    database.close()
  }
}

/** Aborts at the first Ctrl-C; a second one ends at once, with whole messages in either case. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => {
    controller.abort()
    process.once('SIGINT', () => process.exit(130))
  })
  process.once('SIGTERM', () => controller.abort())
  return controller.signal
}

/** A caller must learn that mail is missing, however much came over. */
function setExitCode({ stopped, failed }: ImportResult): void {
  if (stopped) process.exitCode = 130
  else if (failed > 0) process.exitCode = 1
}
