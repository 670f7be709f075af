import { careSchema, type Care, type StoppedCanary } from '@atrium/contracts'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

/** Where a store keeps what gateways have stopped. */
export const careFile = (store: string): string => path.join(store, 'care.json')

/** @throws Error when the file is not what it should be. */
export const parseCare = (text: string): Care => v.parse(careSchema, JSON.parse(text))

/** Adds one to what is stopped; a reader sees the old file or the new one. */
export function writeStopped(store: string, canary: StoppedCanary): void {
  const file = careFile(store)
  const { stopped } = existsSync(file) ? parseCare(readFileSync(file, 'utf8')) : { stopped: [] }
  const others = stopped.filter(({ remote, version }) => remote !== canary.remote || version !== canary.version)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify({ stopped: [...others, canary] }, null, 2)}\n`)
  renameSync(draft, file)
}
