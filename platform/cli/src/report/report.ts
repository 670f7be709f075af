import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand in markup. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** Octets as people read them: 1 KB is 1000 of them, as on the wire. */
export function readableBytes(bytes: number): string {
  if (Math.abs(bytes) < 1000) return `${Math.round(bytes)} B`
  if (Math.abs(bytes) < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`
  return `${(bytes / 1_000_000).toFixed(2)} MB`
}

export interface Column {
  readonly title: string
  /** Numbers stand at the end, in figures of one width. */
  readonly number?: boolean
}

/** Text, or markup that was escaped by whoever wrote it. */
export type Cell = string | { readonly html: string }

const inner = (cell: Cell): string => (typeof cell === 'string' ? escapeHtml(cell) : cell.html)

export function tableHtml(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const kind = (index: number): string => (columns[index]?.number ? ' class="number"' : '')
  const head = columns.map(({ title }, index) => `<th scope="col"${kind(index)}>${escapeHtml(title)}</th>`).join('')
  const body = rows.map(
    (cells) =>
      `<tr>${cells.map((cell, index) => (index === 0 ? `<th scope="row">${inner(cell)}</th>` : `<td${kind(index)}>${inner(cell)}</td>`)).join('')}</tr>`,
  )
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`
}

export const badge = (tone: 'good' | 'bad' | 'quiet', text: string): Cell => ({
  html: `<span class="badge ${tone}">${escapeHtml(text)}</span>`,
})

export interface Section {
  readonly title: string
  /** What is to be seen, in a sentence. */
  readonly about: string
  readonly html: string
}

export interface Report {
  readonly title: string
  readonly about: string
  /** Large figures at the top. */
  readonly figures: readonly { readonly label: string; readonly value: string; readonly tone?: 'good' | 'bad' }[]
  readonly sections: readonly Section[]
}

const css = (): string => readFileSync(path.join(import.meta.dirname, 'report.css'), 'utf8')

const anchor = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const figure = ({ label, value, tone }: Report['figures'][number]): string =>
  `<div class="figure${tone ? ` ${tone}` : ''}"><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`

const section = ({ title, about, html }: Section): string =>
  `<section id="${anchor(title)}"><h2>${escapeHtml(title)}</h2><p>${escapeHtml(about)}</p>${html}</section>`

/** One file, with nothing outside of it: its policy lets nothing load, run or be sent. */
export function reportPage({ title, about, figures, sections }: Report): string {
  const style = css()
  const hash = createHash('sha256').update(style).digest('base64')
  const links = sections.map((each) => `<a href="#${anchor(each.title)}">${escapeHtml(each.title)}</a>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Atrium</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(about)}</p></header>
<nav aria-label="Sections">${links.join('')}</nav>
<main>
<dl class="figures">${figures.map(figure).join('')}</dl>
${sections.map(section).join('\n')}
</main>
</body>
</html>
`
}
