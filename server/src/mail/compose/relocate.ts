import type { Message, ParsedMessage, Part } from '../mime/message.ts'

/** Content of a part that came from a blob. */
export interface Insert {
  /** Where it stands among the message's own octets. */
  readonly at: number
  /** Octets that are not among them; 0 when they were written there. */
  readonly length: number
  readonly blobId: string
  /** Octets of the blob, where `length` is not 0. */
  readonly size?: number
}

/** Turns the parse of a message's own octets into that of the whole message. */
export function relocate({ message, text }: ParsedMessage, inserts: readonly Insert[]): ParsedMessage {
  if (inserts.length === 0) return { message, text }
  const total = inserts.reduce((sum, insert) => sum + insert.length, 0)
  const moved: Message = { ...message, size: message.size + total, structure: move(message.structure, inserts) }
  return { message: moved, text }
}

function move(part: Part, inserts: readonly Insert[]): Part {
  const own = part.id === null ? undefined : inserts.find((insert) => insert.at === part.start)
  const start = part.start + lengthBefore(inserts, (insert) => insert.at < part.start)
  const end = part.end + lengthBefore(inserts, (insert) => insert.at < part.end || insert === own)
  return {
    ...part,
    start,
    end,
    ...(own ? { blobId: own.blobId } : {}),
    ...(own?.size === undefined ? {} : { size: own.size }),
    ...(part.parts ? { parts: part.parts.map((child) => move(child, inserts)) } : {}),
  }
}

function lengthBefore(inserts: readonly Insert[], counts: (insert: Insert) => boolean): number {
  return inserts.reduce((sum, insert) => (counts(insert) ? sum + insert.length : sum), 0)
}
