import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ChangeRecord } from '@atrium/protocol'
import { openStore, type Store } from '@atrium/store'
import { changes } from '../history.ts'
import type { Work } from '../work.ts'

/** A fresh private key in PEM form. */
export const aKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

/** Signs in this process, and in those it starts, with keys of its own. */
export function useFreshKeys(): void {
  process.env['ATRIUM_REGISTRY_KEY'] = aKey()
  process.env['ATRIUM_TEAM_KEY'] = aKey()
}

export interface TestWork extends Work {
  readonly said: string[]
}

export const aFolderStore = (): Store => openStore(mkdtempSync(path.join(os.tmpdir(), 'atrium-store-')))

/** What a command is given, and what it said. */
export function aWork(store: Store = aFolderStore(), options: Partial<Work> = {}): TestWork {
  const said: string[] = []
  return { store, dryRun: false, force: false, say: (line) => void said.push(line), said, ...options }
}

export async function historyOf(store: Store): Promise<ChangeRecord[]> {
  const found: ChangeRecord[] = []
  for await (const change of changes(store)) found.push(change)
  return found
}
