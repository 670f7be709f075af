import net from 'node:net'
import { portOwner } from '@atrium/server'

/** `localhost` is either of them, and a browser may ask the other one. */
const loopback = ['127.0.0.1', '::1']

const isTaken = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'))
    probe.once('listening', () => probe.close(() => resolve(false)))
    probe.listen(port, host)
  })

/** Undefined when the port is free, else who has it, as far as the system tells. */
export async function portHolder(port: number): Promise<string | undefined> {
  const taken = await Promise.all(loopback.map((host) => isTaken(port, host)))
  return taken.includes(true) ? (portOwner(port) ?? 'another program') : undefined
}
