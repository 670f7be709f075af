import { writeAtomically, storeLayout } from '@atrium/store'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../config/config.ts'
import { errorMessage, systemCode } from '../errors/error-facts.ts'
import type { ReleaseSource } from '../releases/release-source.ts'

export interface HighestSerial {
  /** The highest serial of a registry that was ever in force here or, as the store says, at another gateway. */
  readonly read: () => Promise<number>
  /** Remembers one, on disk before it returns and in the store. */
  readonly note: (serial: number) => Promise<void>
}

export interface HighestSerialOptions {
  readonly config: Config
  readonly source: Pick<ReleaseSource, 'store'>
  readonly warn: (line: string) => void
}

/** The serial in a document `{ "serial": 7 }`; 0 when it is none. */
function serialIn(text: string): number {
  try {
    const document: unknown = JSON.parse(text)
    const serial: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, 'serial') : undefined
    return typeof serial === 'number' && Number.isSafeInteger(serial) && serial > 0 ? serial : 0
  } catch {
    return 0
  }
}

const written = (serial: number): string => `${JSON.stringify({ serial })}\n`

/** Each store has serials of its own. */
function fileOf({ dataDir, store, storeAccess }: Config): string {
  const identity = JSON.stringify([storeAccess['ATRIUM_S3_ENDPOINT'] ?? '', store])
  return path.join(dataDir, 'serials', `${createHash('sha256').update(identity).digest('hex').slice(0, 16)}.json`)
}

/**
 * Keeps the highest serial of the registry beyond the life of the process, so that a gateway that is restarted with
 * an older registry, though rightly signed, refuses it. In `DATA_DIR/serials/`, which who writes into the store cannot
 * change; and in the store (`serial.json`), for gateways that are new or have lost their disk. The higher one counts.
 * To go back on purpose, sign the older content with a new serial (`pnpm release rollback`).
 */
export function highestSerial({ config, source: { store }, warn }: HighestSerialOptions): HighestSerial {
  const file = fileOf(config)
  let highest: number | undefined
  let inStore = 0

  const fromDisk = (): number => (existsSync(file) ? serialIn(readFileSync(file, 'utf8')) : 0)

  /** Compare and swap: of two gateways the one with the higher serial wins. */
  async function writeToStore(serial: number): Promise<void> {
    for (;;) {
      const found = await store.read(storeLayout.serial)
      inStore = found ? serialIn(found.bytes.toString()) : 0
      if (inStore >= serial) return
      if (await store.replace(storeLayout.serial, Buffer.from(written(serial)), found?.tag ?? null)) break
    }
    inStore = serial
  }

  const attempt = (what: string, work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => {
      // A store that only may be read, or is silent now: the disk has it.
      if (systemCode(error) !== 'STORE_UNREACHABLE') warn(`the highest serial of the registry cannot be ${what}: ${errorMessage(error)}`)
    })

  return {
    async read() {
      if (highest !== undefined) return highest
      await attempt('read from the store', async () => {
        inStore = serialIn((await store.read(storeLayout.serial))?.bytes.toString() ?? '')
      })
      highest = Math.max(inStore, fromDisk())
      return highest
    },
    async note(serial) {
      if (serial > fromDisk())
        await attempt('kept on disk', async () => {
          mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
          writeAtomically(file, written(serial))
        })
      highest = Math.max(highest ?? 0, serial)
      if (serial > inStore) await attempt('kept in the store', () => writeToStore(serial))
    },
  }
}
