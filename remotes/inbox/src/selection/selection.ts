/** What is chosen in a list, and from where a range is drawn. */
export interface Selection {
  readonly ids: readonly string[]
  /** The row that was chosen last by itself. */
  readonly anchor: string | null
}

/** How a list is asked where its rows are. */
export interface Places {
  readonly position: (id: string) => number
  readonly id: (index: number) => string | undefined
}

export const nothing: Selection = { ids: [], anchor: null }

export const isChosen = ({ ids }: Selection, rowIds: readonly string[]): boolean => rowIds.some((id) => ids.includes(id))

/** Chooses a row or gives it up. */
export function toggled(selection: Selection, id: string, rowIds: readonly string[] = [id]): Selection {
  if (!isChosen(selection, rowIds)) return { ids: [...selection.ids, id], anchor: id }
  return { ids: selection.ids.filter((each) => !rowIds.includes(each)), anchor: id }
}

/** Everything from the anchor to the row, as far as it was read. Without an anchor: the row alone. */
export function extended(selection: Selection, id: string, places: Places): Selection {
  const from = selection.anchor === null ? -1 : places.position(selection.anchor)
  const to = places.position(id)
  if (from === -1 || to === -1) return toggled(selection, id)
  const range = Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => places.id(Math.min(from, to) + step))
  const added = range.filter((each) => each !== undefined && !selection.ids.includes(each))
  return { ids: [...selection.ids, ...(added as string[])], anchor: selection.anchor }
}

/** All rows that were read. */
export function allOf(total: number, places: Places): Selection {
  const ids: string[] = []
  for (let index = 0; index < total; index += 1) {
    const id = places.id(index)
    if (id !== undefined) ids.push(id)
  }
  return { ids, anchor: ids[0] ?? null }
}
