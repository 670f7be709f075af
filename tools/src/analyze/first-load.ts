import { sentFor, type Piece } from './read-piece.ts'

/** What is sent, brotli, before a page can be drawn by somebody who was never there. */
export interface FirstLoad {
  /** Remote whose page it is. */
  readonly route: string
  readonly shell: number
  readonly remote: number
}

const shellStart = (shell: Piece): number => sentFor(shell, shell.exposes['./start'] ?? [])

/** By route: the shell's own files, and entry and page of the remote. */
export function firstLoads(pieces: readonly Piece[]): FirstLoad[] {
  const shell = pieces.find(({ name }) => name === 'shell')
  if (!shell) return []
  return pieces
    .filter((piece) => piece !== shell && './page' in piece.exposes)
    .map((piece) => ({
      route: piece.name,
      shell: shellStart(shell),
      remote: sentFor(piece, [piece.entry, ...(piece.exposes['./page'] ?? [])]),
    }))
}

/** By piece: everything it can ever send. */
export const wholeOf = (piece: Piece): number => piece.files.reduce((sum, { brotli }) => sum + brotli, 0)
