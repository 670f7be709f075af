import { parentPort } from 'node:worker_threads'
import type { ReadTask } from '../protocol/readers.ts'

// A reading thread for tests: it does what the name of the first method says, and finishes "wait" when "go" is posted.
parentPort?.on('message', ({ request, account }: ReadTask) => {
  const [name, args = {}] = request.methodCalls[0] ?? ['']
  if (name === 'hang') for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
  if (name === 'die') process.exit(1)
  if (name === 'wait') {
    const { gate } = args
    if (gate instanceof SharedArrayBuffer) Atomics.wait(new Int32Array(gate), 0, 0)
  }
  parentPort?.postMessage({ body: Buffer.from(account.id), failures: [] }, [])
})
parentPort?.postMessage('ready', [])
