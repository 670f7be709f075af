import { escapeHtml, readableBytes } from './report.ts'

/** Something with a size, and what it consists of. */
export interface Node {
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

export interface Placed<Item> extends Box {
  readonly item: Item
}

const total = (items: readonly Node[]): number => items.reduce((sum, { size }) => sum + size, 0)

/** How far the worst of a row's boxes is from a square. */
function worst(row: readonly Node[], scale: number, side: number): number {
  const area = total(row) * scale
  const sizes = row.map(({ size }) => size * scale)
  return Math.max((side * side * Math.max(...sizes)) / (area * area), (area * area) / (side * side * Math.min(...sizes)))
}

/** Lays one row along the shorter side, and answers the place that is left. */
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

/** Groups side by side, what they consist of within. Drawn as shapes: no style that a policy would refuse. */
export function treemapSvg(groups: readonly Node[], { width, height }: { readonly width: number; readonly height: number }): string {
  const drawn = squarify(groups, { x: 0, y: 0, width, height }).map(({ item, ...box }, index) => {
    const inner = { x: box.x + 2, y: box.y + heading, width: Math.max(box.width - 4, 1), height: Math.max(box.height - heading - 2, 1) }
    const frame = `<rect class="group" x="${box.x.toFixed(1)}" y="${box.y.toFixed(1)}" width="${box.width.toFixed(1)}" height="${box.height.toFixed(1)}"/>`
    return frame + label(`${item.name} ${readableBytes(item.size)}`, box) + cells(item, inner, index)
  })
  const names = groups.map(({ name, size }) => `${name} ${readableBytes(size)}`).join(', ')
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(names)}">${drawn.join('')}</svg>`
}
