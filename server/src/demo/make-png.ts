import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]

/** A picture: the colour of each point, as a PNG file. */
export function makePng(width: number, height: number, colourAt: (x: number, y: number) => Colour): Uint8Array {
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
