import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text escaped for markup. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** Bytes in units: 1 KB is 1000 bytes, as on the wire. */
export function readableBytes(bytes: number): string {
  if (Math.abs(bytes) < 1000) return `${Math.round(bytes)} B`
  if (Math.abs(bytes) < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`
  return `${(bytes / 1_000_000).toFixed(2)} MB`
}

interface Column {
  readonly title: string
  /** Aligned at the end, with tabular figures. */
  readonly number?: boolean
}

/** Text, or markup whose texts are already escaped. */
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
  /** What it shows, in a sentence. */
  readonly about: string
  readonly html: string
}

interface Report {
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

/** One self-contained file: its policy lets nothing load, run or be sent. */
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

/** Something with a size, and what it consists of. */
interface Node {
  readonly name: string
  readonly size: number
  readonly children?: readonly Node[]
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Placed<Item> extends Box {
  readonly item: Item
}

const total = (items: readonly Node[]): number => items.reduce((sum, { size }) => sum + size, 0)

/** How far the worst of a row's boxes is from a square. */
function worst(row: readonly Node[], scale: number, side: number): number {
  const area = total(row) * scale
  const sizes = row.map(({ size }) => size * scale)
  return Math.max(
    (side * side * Math.max(...sizes)) / (area * area),
    (area * area) / (side * side * Math.min(...sizes)),
  )
}

/** Lays one row along the shorter side, and returns the space that is left. */
function lay<Item extends Node>(row: readonly Item[], scale: number, box: Box): { placed: Placed<Item>[]; left: Box } {
  const area = total(row) * scale
  const upright = box.width >= box.height
  const depth = area / (upright ? box.height : box.width)
  let along = 0
  const placed = row.map((item): Placed<Item> => {
    const length = (item.size * scale) / depth
    const from = along
    along += length
    return upright
      ? { item, x: box.x, y: box.y + from, width: depth, height: length }
      : { item, x: box.x + from, y: box.y, width: length, height: depth }
  })
  const left = upright
    ? { ...box, x: box.x + depth, width: box.width - depth }
    : { ...box, y: box.y + depth, height: box.height - depth }
  return { placed, left }
}

/** Boxes whose areas are as the sizes, each as near to a square as it can be (Bruls, Huizing, van Wijk 2000). */
export function squarify<Item extends Node>(items: readonly Item[], box: Box): Placed<Item>[] {
  const sorted = items.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size)
  const scale = (box.width * box.height) / total(sorted)
  const placed: Placed<Item>[] = []
  let place = box
  let row: Item[] = []
  for (const item of sorted) {
    const side = Math.min(place.width, place.height)
    if (row.length > 0 && worst([...row, item], scale, side) > worst(row, scale, side)) {
      const laid = lay(row, scale, place)
      placed.push(...laid.placed)
      place = laid.left
      row = []
    }
    row.push(item)
  }
  return row.length > 0 ? [...placed, ...lay(row, scale, place).placed] : placed
}

const heading = 18

const label = (text: string, { x, y, width, height }: Box): string =>
  width > 44 && height > 16
    ? `<text x="${(x + 4).toFixed(1)}" y="${(y + 13).toFixed(1)}">${escapeHtml(text.slice(0, Math.floor((width - 6) / 6.6)))}</text>`
    : ''

function cells(group: Node, box: Box, kind: number): string {
  return squarify(group.children ?? [], box)
    .map((placed) => {
      const { item, x, y, width, height } = placed
      const hint = `${group.name} › ${item.name}: ${readableBytes(item.size)}`
      const rect = `<rect class="cell k${kind % 6}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}">`
      return `${rect}<title>${escapeHtml(hint)}</title></rect>${label(item.name, placed)}`
    })
    .join('')
}

/** Groups side by side with their parts inside, as shapes: no inline style that the policy would refuse. */
export function treemapSvg(
  groups: readonly Node[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const shapes = squarify(groups, { x: 0, y: 0, width, height }).map(({ item, ...box }, index) => {
    const inner = {
      x: box.x + 2,
      y: box.y + heading,
      width: Math.max(box.width - 4, 1),
      height: Math.max(box.height - heading - 2, 1),
    }
    const frame = `<rect class="group" x="${box.x.toFixed(1)}" y="${box.y.toFixed(1)}" width="${box.width.toFixed(1)}" height="${box.height.toFixed(1)}"/>`
    return frame + label(`${item.name} ${readableBytes(item.size)}`, box) + cells(item, inner, index)
  })
  const names = groups.map(({ name, size }) => `${name} ${readableBytes(size)}`).join(', ')
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(names)}">${shapes.join('')}</svg>`
}
