import { useEffect } from 'react'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select, [role=textbox]'))

const focusSearch = (): void => document.querySelector<HTMLInputElement>('header input[type=search]')?.focus()

/** Keys that work on every page: `c` begins a message, `/` goes to the search box. */
export function useFrameKeys(compose: () => void): void {
  useEffect(() => {
    const acts: Readonly<Record<string, () => void>> = { c: compose, '/': focusSearch }
    const listen = (event: KeyboardEvent): void => {
      const act = acts[event.key]
      if (!act || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [compose])
}
