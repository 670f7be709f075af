import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The open connections of a server, so that it can close without waiting for those that ask nothing. */
export interface Connections {
  /** Closes what is idle now, and the rest as soon as its answer is out. */
  readonly letGo: () => void
}

/**
 * Node's `closeIdleConnections` leaves those that have not asked anything yet, which browsers open in
 * advance, and those whose answer is still under way, which then stay for their keep-alive time.
 */
export function followConnections(server: Server): Connections {
  const requests = new Map<Socket, number>()
  let closing = false
  server.on('connection', (socket) => {
    if (closing) return socket.destroy()
    requests.set(socket, 0)
    return socket.once('close', () => requests.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = (requests.get(socket) ?? 1) - 1
      if (requests.has(socket)) requests.set(socket, left)
      if (closing && left === 0) socket.destroySoon()
    })
  })
  return {
    letGo() {
      closing = true
      for (const [socket, left] of requests) if (left === 0) socket.destroySoon()
    },
  }
}
