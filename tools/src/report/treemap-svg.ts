import { escapeHtml } from './escape-html.ts'
import { squarify, type Box, type Node } from './treemap.ts'
import { readableBytes } from './units.ts'

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
