import { authenticate, type AuthenticateResult, type DNSResolver } from 'mailauth'
import { isMissing, reversed, type Lookup, type RecordType } from './dns.ts'
import type { ReceivedMessage, SmtpClient } from './inbound.ts'

/** A field of the header of a message, with the range of bytes of its lines. */
export interface ArrivedField {
  /** Lower case. */
  readonly name: string
  /** Unfolded, without white space at its ends. */
  readonly value: string
  readonly start: number
  readonly end: number
}

/** Milliseconds that all checks of one message may take. Beyond it the message goes on without their results. A constant. */
const checkTimeout = 10_000

/** What was found out about a message, and how much each finding speaks for spam. */
export interface Finding {
  /** `dmarc-fail`: as it stands in the header. */
  readonly name: string
  /** Negative speaks against it. */
  readonly score: number
}

export interface SenderCheck {
  /** `Authentication-Results` (RFC 8601) and `Received-SPF`, each with its CRLF. */
  readonly fields: string
  readonly findings: readonly Finding[]
}

interface CheckOptions {
  /** Host name of this server, which signs the results. */
  readonly name: string
  readonly lookup: Lookup
}

/** Who the sender is: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), ARC (RFC 8617). Never rejects. */
export async function checkAuthentication(
  message: ReceivedMessage,
  { name, lookup }: CheckOptions,
): Promise<SenderCheck> {
  let timer: NodeJS.Timeout | undefined
  // The types of the library know lists of strings alone; it reads MX records too.
  const resolver: DNSResolver = async (host, type) => (await lookup(host, type as RecordType)) as string[]
  try {
    const result = await Promise.race([
      authenticate(message.data, {
        ip: message.client.address,
        helo: message.client.helo,
        sender: message.mailFrom,
        mta: name,
        resolver,
        disableBimi: true,
        minBitLength: 1024,
        rejectRsaSha1: true,
      }),
      new Promise<null>((resolve) => (timer = setTimeout(resolve, checkTimeout, null))),
    ])
    if (result) return { fields: result.headers, findings: authenticationFindings(result) }
  } catch {
    // A message that the library cannot read is no reason to lose it.
  } finally {
    clearTimeout(timer)
  }
  return { fields: `Authentication-Results: ${name}; none\r\n`, findings: [] }
}

function authenticationFindings({ spf, dkim, dmarc, arc }: AuthenticateResult): readonly Finding[] {
  const findings: Finding[] = []
  const add = (name: string, score: number): void => void findings.push({ name, score })
  if (spf && spf.status.result === 'fail') add('spf-fail', 3)
  if (spf && spf.status.result === 'softfail') add('spf-softfail', 1)
  const verdicts = dkim.results.map(({ status }) => status.result)
  if (verdicts.some((verdict) => verdict === 'fail') && !verdicts.includes('pass')) add('dkim-fail', 1)
  if (!dmarc) return findings
  if (dmarc.status.result === 'pass') add('dmarc-pass', -1)
  if (dmarc.status.result !== 'fail') return findings
  // A mailing list breaks signatures, and says so in its ARC seal.
  const sealed = arc && arc.status.result === 'pass'
  const score = dmarc.policy === 'reject' && !sealed ? 15 : dmarc.policy === 'none' ? 2 : 6
  add(`dmarc-fail-${dmarc.policy}`, score)
  return findings
}

/** Lists of the DNS that name the address of a client (RFC 5782). A list that does not respond says nothing. */
export async function checkLists(
  { address, hostName }: SmtpClient,
  { lists, lookup }: { readonly lists: readonly string[]; readonly lookup: Lookup },
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    lists.map(async (list): Promise<readonly Finding[]> => {
      try {
        const answers = await lookup(`${reversed(address)}.${list}`, 'A')
        const isListed = Array.isArray(answers) && answers.some((answer) => /^127\.0\.0\.\d+$/.test(String(answer)))
        return isListed ? [{ name: `listed-${list}`, score: 6 }] : []
      } catch (error) {
        return isMissing(error) ? [] : [{ name: `silent-${list}`, score: 0 }]
      }
    }),
  )
  return [...found.flat(), ...(hostName === null ? [{ name: 'no-host-name', score: 1 }] : [])]
}

/** https://spamassassin.apache.org/gtube: the message that every filter must find. */
const testMessage = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'

/** Bytes of a message in which the test message is looked for. Beyond it: nothing is looked for. */
const maxContent = 100_000

/** What the message itself says. */
export function checkContent(data: Buffer, fields: readonly ArrivedField[]): readonly Finding[] {
  const count = (name: string): number => fields.filter((field) => field.name === name).length
  const subject = fields.find(({ name }) => name === 'subject')?.value ?? ''
  const found: Finding[] = []
  if (count('from') !== 1) found.push({ name: 'from-count', score: 2 })
  if (count('date') === 0) found.push({ name: 'no-date', score: 1 })
  if (count('message-id') === 0) found.push({ name: 'no-message-id', score: 1 })
  if (/\p{Lu}{4}/u.test(subject) && !/\p{Ll}/u.test(subject)) found.push({ name: 'loud-subject', score: 1 })
  if (data.subarray(0, maxContent).includes(testMessage)) found.push({ name: 'test-message', score: 1000 })
  return found
}

export const scoreOf = (findings: readonly Finding[]): number => findings.reduce((sum, { score }) => sum + score, 0)

/** The header that says why a message is where it is. */
export const scoreField = (findings: readonly Finding[]): string =>
  `X-Atrium-Spam: score=${scoreOf(findings)};\r\n\ttests=${findings.map(({ name, score }) => `${name}:${score}`).join(',\r\n\t') || 'none'}\r\n`
