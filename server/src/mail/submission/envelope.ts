import * as v from 'valibot'
import type { Message } from '../mime/message.ts'
import { maxDelayedSend, maxRecipients } from '../protocol/limits.ts'
import { invalidProperties, SetFailure } from '../protocol/set-failure.ts'
import { parseDateTime } from '../store/parse-date-time.ts'

const parametersSchema = v.nullish(v.record(v.string(), v.nullable(v.string())))

// RFC 5321 §4.5.3.1: 64 + 1 + 255 octets. Anything stricter refuses addresses that exist.
const mailbox = /^(?=.{3,320}$)[^\s@<>,;:\\"()[\]]{1,64}@[^\s@<>,;:\\"()[\]]{1,255}$/u

const addressSchema = v.strictObject({ email: v.string(), parameters: parametersSchema })

const envelopeSchema = v.strictObject({ mailFrom: addressSchema, rcptTo: v.array(addressSchema) })

export type Envelope = v.InferOutput<typeof envelopeSchema>

export interface ReadEnvelope {
  readonly envelope: Envelope
  /** Milliseconds since 1970 to hold it until (RFC 4865), or null to send it now. */
  readonly holdUntil: number | null
}

/**
 * The envelope of a submission, as given or made from the message (RFC 8621 §7).
 *
 * @throws SetFailure
 */
export function readEnvelope(
  given: unknown,
  message: Message,
  { now, sender }: { now: number; sender: string },
): ReadEnvelope {
  const envelope = given === null || given === undefined ? generate(message, sender) : parse(given)
  const recipients = new Map(envelope.rcptTo.map((address) => [address.email.toLowerCase(), address]))
  if (recipients.size === 0)
    throw new SetFailure({ type: 'noRecipients', description: 'There is nobody to send it to.' })
  if (recipients.size > maxRecipients) throw new SetFailure({ type: 'tooManyRecipients', maxRecipients })
  const wrong = [...recipients.values()].map(({ email }) => email).filter((email) => !mailbox.test(email))
  if (wrong.length > 0)
    throw new SetFailure({
      type: 'invalidRecipients',
      invalidRecipients: wrong,
      description: `Not an address: ${wrong.join(', ')}`,
    })
  return {
    envelope: { ...envelope, rcptTo: [...recipients.values()] },
    holdUntil: readHold(envelope.mailFrom.parameters ?? {}, now),
  }
}

function parse(given: unknown): Envelope {
  const parsed = v.safeParse(envelopeSchema, given)
  if (!parsed.success) throw invalidProperties(['envelope'], `envelope: ${parsed.issues[0].message}`)
  return parsed.output
}

function generate({ listing }: Message, sender: string): Envelope {
  const recipients = [...(listing.to ?? []), ...(listing.cc ?? []), ...(listing.bcc ?? [])]
  return {
    mailFrom: { email: sender, parameters: null },
    rcptTo: recipients.map(({ email }) => ({ email, parameters: null })),
  }
}

function readHold(parameters: Readonly<Record<string, string | null>>, now: number): number | null {
  let until: number | null = null
  for (const [name, value] of Object.entries(parameters)) {
    if (name.toUpperCase() === 'HOLDFOR' && /^\d{1,9}$/.test(value ?? '')) until = now + Number(value) * 1000
    else if (name.toUpperCase() === 'HOLDUNTIL' && parseDateTime(value ?? '') !== null)
      until = parseDateTime(value ?? '')
    else throw invalidProperties(['envelope'], `envelope: parameter ${name} cannot be used`)
  }
  if (until !== null && until > now + maxDelayedSend * 1000)
    throw invalidProperties(['envelope'], `envelope: at most ${maxDelayedSend} seconds`)
  return until !== null && until > now ? until : null
}
