const key = 'atrium.inbox.list-width'
/** A third of the page, within what a row can be read in. */
const standard = (): number => Math.round(Math.max(400, Math.min(window.innerWidth * 0.34, 520)))

/** A thing of this screen, so it is not among the preferences that follow the person. */
export function keptListWidth(): number {
  try {
    return Number(localStorage.getItem(key)) || standard()
  } catch {
    return standard()
  }
}

export function keepListWidth(width: number): void {
  try {
    localStorage.setItem(key, String(width))
  } catch {
    // Storage is full or forbidden: the width lasts until the page is left.
  }
}
