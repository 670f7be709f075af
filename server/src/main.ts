import { AtriumError } from '@atrium/protocol'
import { parseConfig, type Config } from './config.ts'
import { startServer, type RunningServer } from './start.ts'

const fail = (error: unknown): never => {
  console.error(error instanceof AtriumError ? `${error.code} ${error.message}` : error)
  process.exit(1)
}

function stopOnSignal(server: RunningServer): void {
  let signalledAt: number | undefined
  const stop = (): void => {
    // A second signal means do not wait; a terminal and a package manager send theirs at the same moment.
    if (signalledAt !== undefined && Date.now() - signalledAt > 500) process.exit(130)
    if (signalledAt !== undefined) return
    signalledAt = Date.now()
    server.close().then(() => process.exit(0), fail)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** Says whether mail comes in and goes out, and what to set when it does not. */
function internetMail({ smtpPort, submissionPorts }: RunningServer, { smtp, mailDomain }: Config): string {
  const comes =
    smtpPort === null
      ? 'Mail from other servers is off (SMTP_PORT=2525 switches it on)'
      : `Mail from other servers is taken on port ${smtpPort} of ${smtp.host}, for @${mailDomain}`
  const goes =
    smtp.out === 'off' ? 'mail to other servers is off (ATRIUM_SMTP_OUT=direct)' : 'mail to other servers is on'
  const programs =
    submissionPorts.length === 0
      ? 'programs cannot submit by SMTP (SMTP_SUBMISSION_PORT=2587 switches it on)'
      : `programs submit by SMTP on port ${submissionPorts.join(' and ')}`
  return `${comes}; ${goes}; ${programs}`
}

try {
  const config = parseConfig(process.env)
  for (const name of config.unknown) console.error(`${name} is set, but Atrium has no such variable`)
  const server = await startServer(config)
  stopOnSignal(server)
  const demo = server.demo ? ` - demo: ${server.demo.address} / ${server.demo.password}` : ''
  console.log(`Atrium is at ${server.url}${demo}`)
  if (!config.jmapUpstream) console.log(internetMail(server, config))
} catch (error) {
  fail(error)
}
