/** One act that can be taken back. */
export interface Undoable {
  /** Takes it back. A second call does nothing. */
  readonly undo: () => void
  readonly isDone: () => boolean
}

/** Acts that can be undone. Beyond it: the oldest is forgotten. */
const maxActs = 50

/** Oldest first. For as long as the page lives, whichever of its pages is open. */
let acts: readonly Undoable[] = []

/** Remembers an act, to be taken back by `undoLast`. @returns the act; taking it back by itself counts as well. */
export function rememberAct(undo: () => void): Undoable {
  let done = false
  const act: Undoable = {
    undo: () => {
      if (done) return
      done = true
      forgetAct(act)
      undo()
    },
    isDone: () => done,
  }
  acts = [...acts.slice(1 - maxActs), act]
  return act
}

/** Forgets an act that came to nothing. */
export function forgetAct(act: Undoable): void {
  acts = acts.filter((each) => each !== act)
}

/** Takes the last act back. Returns whether there was one. */
export function undoLast(): boolean {
  const last = acts.at(-1)
  last?.undo()
  return last !== undefined
}
