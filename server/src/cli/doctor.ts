import path from 'node:path'
import { parseArgs } from 'node:util'
import { parseConfig } from '../config.ts'
import { openDatabase } from '../database/open-database.ts'
import { query } from '../database/query.ts'
import { errorMessage } from '../errors/error-facts.ts'
import { checkMailDns, dkimKey, systemLookup } from '../mail/index.ts'
import { prepareDataFolder } from '../process.ts'
import { UsageError } from './usage.ts'

function readArguments(args: readonly string[]): readonly string[] {
  try {
    const options = { dns: { type: 'string', multiple: true } } as const
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true })
    if (positionals.length !== 1 || positionals[0] !== 'mail') throw new UsageError('doctor takes what to check: mail.')
    return values.dns ?? []
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(errorMessage(error))
  }
}

/** `doctor mail [--dns SERVER]`: says what is wrong with the DNS of the domain. The exit code is 1 when something is. */
export async function doctorCommand(args: readonly string[]): Promise<void> {
  const servers = readArguments(args)
  const { dataDir, mailDomain: domain, smtp } = parseConfig(process.env)
  prepareDataFolder(dataDir)
  const database = openDatabase(path.join(dataDir, 'atrium.db'))
  try {
    const findings = await checkMailDns({
      lookup: systemLookup(servers),
      domain,
      name: smtp.name,
      dkim: dkimKey(query(database), domain),
      isRelayed: typeof smtp.out === 'object',
    })
    for (const { about, state, text, record } of findings) {
      console.log(`${state.padEnd(8)} ${about.padEnd(8)} ${text}`)
      if (record !== undefined) console.log(`${' '.repeat(18)}add: ${record}`)
    }
    if (findings.some(({ state }) => state === 'wrong' || state === 'unknown')) process.exitCode = 1
  } finally {
    database.close()
  }
}
