const users = new Map<string, number>()

/** Stylesheets below an address, those of lazy chunks included. */
const sheetsBelow = (base: string): CSSStyleSheet[] =>
  [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]
    .filter(({ href }) => href.startsWith(base))
    .flatMap(({ sheet }) => sheet ?? [])

const switchSheets = (base: string, disabled: boolean): void => {
  for (const sheet of sheetsBelow(base)) sheet.disabled = disabled
}

/**
 * The styles of a release count only while something of it is drawn. Its stylesheets stay in the
 * document, because the bundle believes them loaded, but switched off.
 *
 * @param base - URL its files lie below.
 * @returns Ends the use.
 */
export function lendStyles(base: string): () => void {
  const before = users.get(base) ?? 0
  users.set(base, before + 1)
  if (before === 0) switchSheets(base, false)
  return () => {
    const left = (users.get(base) ?? 1) - 1
    if (left > 0) users.set(base, left)
    else {
      users.delete(base)
      switchSheets(base, true)
    }
  }
}
