const itemSelector = '[role^="menuitem"]:not([aria-disabled="true"])'

export const menuItems = (menu: Element): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>(itemSelector)]

/** The item that a key leads to from the focused one, or none where the key is not for moving. */
export function itemForKey(menu: Element, key: string): HTMLElement | undefined {
  const items = menuItems(menu)
  const now = items.findIndex((item) => item === document.activeElement)
  switch (key) {
    case 'ArrowDown':
      return items[(now + 1) % items.length]
    case 'ArrowUp':
      return items[now <= 0 ? items.length - 1 : now - 1]
    case 'Home':
    case 'PageUp':
      return items[0]
    case 'End':
    case 'PageDown':
      return items.at(-1)
    default:
      return undefined
  }
}

const nameOf = (item: Element): string => (item.textContent ?? '').trim().toLocaleLowerCase()

/**
 * The next item whose name begins with what was typed. One letter again and again walks through
 * the items that begin with it; several letters name one.
 */
export function itemForText(menu: Element, typed: string): HTMLElement | undefined {
  const items = menuItems(menu)
  const wanted = typed.toLocaleLowerCase()
  const [first = ''] = wanted
  const repeated = [...wanted].every((letter) => letter === first)
  const now = items.findIndex((item) => item === document.activeElement)
  const from = repeated ? now + 1 : Math.max(now, 0)
  const order = [...items.slice(from), ...items.slice(0, from)]
  return order.find((item) => nameOf(item).startsWith(repeated ? first : wanted))
}
