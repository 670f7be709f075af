import { crc32, deflateSync } from 'node:zlib'

interface Invitation {
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

/** A PDF of one page with lines of text. Letters beyond Latin-1 become question marks. */
export function makePdf(title: string, lines: readonly string[]): Uint8Array {
  const textLines = lines.map((line, at) => `BT /F1 11 Tf 72 ${720 - at * 18} Td (${escape(line)}) Tj ET`)
  const content = [`BT /F2 18 Tf 72 760 Td (${escape(title)}) Tj ET`, ...textLines].join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`, 'latin1')
}

function escape(text: string): string {
  return text.replace(/[\\()]/g, '\\$&').replace(/[^\x20-\xff]/g, '?')
}

type Colour = readonly [red: number, green: number, blue: number]

/** A picture: the colour of each point, as a PNG file. */
function makePng(width: number, height: number, colourAt: (x: number, y: number) => Colour): Uint8Array {
  const rows = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows.set(colourAt(x / width, y / height).map(Math.round), y * (width * 3 + 1) + 1 + x * 3)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits, red green blue.
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** Hills at dusk: a sky that turns, and three ridges before it. */
export function makeLandscape(width: number, height: number, hue: Colour): Uint8Array {
  const ridges = [0.52, 0.66, 0.8]
  return makePng(width, height, (x, y) => {
    const behind = ridges.findLastIndex((ridge, at) => y > ridge + 0.07 * Math.sin(x * (6 + at * 3) + at * 2))
    const light = behind < 0 ? 1 - y * 0.55 : 0.42 - behind * 0.12
    const warmth = behind < 0 ? y * 90 : 0
    return [
      Math.min(255, hue[0] * light + warmth),
      Math.min(255, hue[1] * light + warmth * 0.4),
      Math.min(255, hue[2] * light),
    ]
  })
}
