import { parentPort } from 'node:worker_threads'
import { parseMessage } from './parse-message.ts'

// Runs in a worker thread: whatever a message does to the parser, it does it here.
parentPort?.on('message', (raw: Uint8Array) => {
  parentPort?.postMessage(parseMessage(raw), [])
})
parentPort?.postMessage('ready', [])
