import { parserVersion, type ParsedMessage, type Part } from '../mime/message.ts'
import type { ParseMessage } from '../mime/parse-message.ts'
import { readBlob } from './blobs.ts'
import { write, type MailStore, type WriteScope } from './mail-store.ts'
import { renewEmail } from './emails.ts'
import { loadMessage, saveMessage } from './messages.ts'

/** Messages renewed in one transaction: few, so that none of them holds up other work for long. */
const batchSize = 4

/** Milliseconds between two batches, which leave most of the time to people. */
const pauseBetween = 40

interface RenewOptions {
  readonly store: MailStore
  /** In another thread, with its limits of time and memory. */
  readonly parse: ParseMessage
  readonly onFailure: (error: unknown, where: string) => void
}

export interface Renewal {
  /** Resolves when nothing stored is of an older parser, or it was stopped. */
  readonly done: Promise<void>
  readonly stop: () => void
}

/**
 * Parses and indexes again what an older version stored, batch by batch, beside everything else. It goes on after a
 * restart: a message is done when its parse is saved with the version of now.
 */
export function renewMessages({ store, parse, onFailure }: RenewOptions): Renewal {
  const stopping = new AbortController()
  let wake: () => void = () => undefined
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseBetween).unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted && (await renewBatch({ store, parse, onFailure }))) await pause()
  }
  return {
    done: run().catch((error: unknown) => onFailure(error, 'renewing messages')),
    stop: () => {
      stopping.abort()
      wake()
    },
  }
}

/** @returns whether there was any */
async function renewBatch({ store, parse, onFailure }: RenewOptions): Promise<boolean> {
  const stale = store.query.all<{ blob: string }>(
    'SELECT blob FROM message WHERE parser < ? LIMIT ?',
    parserVersion,
    batchSize,
  )
  for (const { blob } of stale) {
    try {
      const bytes = readBlob(store.query, blob)
      const parsed = bytes && (await parse(bytes))
      write(store, (scope) => {
        // Without its bytes there is nothing to parse: what is stored stays, and is not tried again.
        if (!parsed) scope.query.run('UPDATE message SET parser = ? WHERE blob = ?', parserVersion, blob)
        else saveRenewed(scope, blob, parsed)
      })
    } catch (error) {
      onFailure(error, `renewing message ${blob}`)
      store.query.run('UPDATE message SET parser = ? WHERE blob = ?', parserVersion, blob)
    }
  }
  return stale.length > 0
}

function saveRenewed(scope: WriteScope, blob: string, { message, text }: ParsedMessage): void {
  const before = loadMessage(scope.query, blob)
  const structure = before ? withSources(message.structure, sourcesOf(before.structure)) : message.structure
  const renewed = { ...message, structure }
  saveMessage(scope.query, blob, { message: renewed, text })
  const isNew = JSON.stringify(before) !== JSON.stringify(renewed)
  const emails = scope.query.all<{ id: number; account: number }>('SELECT id, account FROM email WHERE blob = ?', blob)
  for (const { id, account } of emails) {
    renewEmail(scope, { id, account, blob, message: renewed })
    // Where nothing but its words for search are others, no client has to fetch it again.
    if (isNew) scope.changes(account).record('Email', id, 'updated')
  }
}

/** Blobs that parts were composed from, by where the parts are: no parse can find them. */
function sourcesOf(part: Part): ReadonlyMap<number, string> {
  const own: [number, string][] = part.blobId === undefined ? [] : [[part.start, part.blobId]]
  return new Map([...own, ...(part.parts ?? []).flatMap((child) => [...sourcesOf(child)])])
}

function withSources(part: Part, sources: ReadonlyMap<number, string>): Part {
  if (part.parts) return { ...part, parts: part.parts.map((child) => withSources(child, sources)) }
  const blobId = sources.get(part.start)
  return blobId === undefined ? part : { ...part, blobId }
}
