export interface Invitation {
  readonly uid: string
  readonly summary: string
  readonly location: string
  readonly organizer: { readonly name: string; readonly email: string }
  readonly attendee: { readonly name: string; readonly email: string }
  /** Milliseconds since 1970. */
  readonly start: number
  readonly minutes: number
  readonly made: number
}

/** A meeting request (RFC 5545, RFC 5546). */
export function makeInvitation(meeting: Invitation): Uint8Array {
  const stamp = (time: number): string => `${new Date(time).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Atrium//Demo//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${meeting.uid}`,
    `DTSTAMP:${stamp(meeting.made)}`,
    `DTSTART:${stamp(meeting.start)}`,
    `DTEND:${stamp(meeting.start + meeting.minutes * 60_000)}`,
    `SUMMARY:${meeting.summary}`,
    `LOCATION:${meeting.location}`,
    `ORGANIZER;CN=${meeting.organizer.name}:mailto:${meeting.organizer.email}`,
    `ATTENDEE;CN=${meeting.attendee.name};RSVP=TRUE;PARTSTAT=NEEDS-ACTION:`,
    ` mailto:${meeting.attendee.email}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8')
}
