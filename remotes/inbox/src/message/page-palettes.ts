import type { Palette } from '@atrium/mail-html'

const tokens: Readonly<Record<keyof Palette, string>> = {
  ink: '--ink-1',
  muted: '--ink-3',
  link: '--accent-strong',
  line: '--border',
  surface: '--surface-1',
}

/** The page's own colours as values, for a document that does not know its custom properties. */
export function pagePalettes(container: HTMLElement): Readonly<Record<'light' | 'dark', Palette>> {
  const probe = container.ownerDocument.createElement('span')
  container.append(probe)
  const read = (scheme: 'light' | 'dark'): Palette => {
    probe.style.colorScheme = scheme
    const entries = Object.entries(tokens).map(([name, token]) => {
      probe.style.color = `var(${token})`
      return [name, getComputedStyle(probe).color]
    })
    return Object.fromEntries(entries)
  }
  const palettes = { light: read('light'), dark: read('dark') }
  probe.remove()
  return palettes
}
