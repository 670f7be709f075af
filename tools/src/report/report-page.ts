import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../workspace.ts'
import { escapeHtml } from './escape-html.ts'

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

const read = (file: string): string => readFileSync(file, 'utf8')

/** The look of the product itself: its tokens, and a few rules of a page that is read. */
const css = (): string =>
  read(path.join(root, 'shared/ui/src/tokens.css')) + read(path.join(import.meta.dirname, 'report.css'))

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
