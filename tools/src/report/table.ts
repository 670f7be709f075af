import { escapeHtml } from './escape-html.ts'

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
