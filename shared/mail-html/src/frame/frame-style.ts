/** Colours of the page around a message; any CSS colour. */
export interface Palette {
  readonly ink: string
  readonly muted: string
  readonly link: string
  readonly line: string
  readonly surface: string
}

export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: { ink: '#1c1e21', muted: '#5f6670', link: '#1f5fbf', line: '#d8dce2', surface: '#ffffff' },
  dark: { ink: '#e4e6ea', muted: '#9aa2ad', link: '#8ab4f8', line: '#3a3f47', surface: '#1b1d21' },
}

/**
 * The frame's own rules. They stand before the mail's, so that a mail may differ, but for what would
 * break the measuring of its height.
 */
export const frameStyle = (canvas: 'light' | 'dark', palette: Palette): string => `
:root { color-scheme: ${canvas}; background: ${palette.surface}; overflow-x: auto; overflow-y: hidden }
body { margin: 0; padding: 0; font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: ${palette.ink}; overflow-wrap: break-word }
a { color: ${palette.link} }
img { max-width: 100% }
img:not([data-atrium="blocked"]) { height: auto }
table { max-width: none }
pre { white-space: pre-wrap }
blockquote { margin: 0 0 0 .5em; padding: 0 0 0 .75em; border-inline-start: 2px solid ${palette.line} }
hr { border: 0; border-block-start: 1px solid ${palette.line} }
[data-atrium="text"] p { white-space: pre-wrap; margin: 0 0 1em }
[data-atrium="text"] blockquote, [data-atrium="signature"] { color: ${palette.muted} }
[data-atrium="blocked"] { display: inline-block; overflow: hidden; border: 1px dashed ${palette.line}; color: ${palette.muted}; font-size: 12px; min-inline-size: 1em; min-block-size: 1em }
[data-atrium="quote"] > summary { display: inline-block; list-style: none; cursor: pointer; padding: 0 .6em; margin-block: .25em; border: 1px solid ${palette.line}; border-radius: 6px; color: ${palette.muted}; line-height: 1.2 }
[data-atrium="quote"] > summary::-webkit-details-marker { display: none }
`

/** After the mail's own rules. */
export const frameGuard = `
html, body { height: auto !important; min-height: 0 !important; max-height: none !important; position: static !important }
html { width: auto !important }
body { display: flow-root !important }
`
