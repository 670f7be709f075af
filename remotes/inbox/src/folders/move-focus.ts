import type { KeyboardEvent } from 'react'

/** Up and down go from link to link, left and right close and open what is below a folder. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const { key, currentTarget, target } = event
  if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...currentTarget.querySelectorAll<HTMLElement>('a')]
  const at = links.findIndex((link) => link === target || link.parentElement?.contains(target))
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }
  const next = steps[key]
  if (next !== undefined) {
    event.preventDefault()
    links[next]?.focus()
    return
  }
  const rightToLeft = getComputedStyle(target).direction === 'rtl'
  const opens = key === (rightToLeft ? 'ArrowLeft' : 'ArrowRight')
  const closes = key === (rightToLeft ? 'ArrowRight' : 'ArrowLeft')
  const toggle = links[at]?.parentElement?.querySelector<HTMLElement>(`button[aria-expanded="${String(closes)}"]`)
  if ((!opens && !closes) || !toggle) return
  event.preventDefault()
  toggle.click()
}
