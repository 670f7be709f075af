import { chainCommands, exitCode, lift, newlineInCode, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import type { MarkType, NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command, EditorState } from 'prosemirror-state'
import { schema } from './schema.ts'

const { nodes, marks } = schema

/** Formats of characters and blocks that a press switches on and off. */
export type Format =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'code'
  | 'bullets'
  | 'numbers'
  | 'quote'
  | 'preformatted'

const markOf: Readonly<Partial<Record<Format, MarkType>>> = {
  bold: marks.strong,
  italic: marks.em,
  underline: marks.underline,
  strike: marks.strike,
  code: marks.code,
}

const blockOf: Readonly<Partial<Record<Format, NodeType>>> = {
  bullets: nodes.bullet_list,
  numbers: nodes.ordered_list,
  quote: nodes.blockquote,
  preformatted: nodes.code_block,
}

function isMarked({ doc, selection, storedMarks }: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = selection
  return empty ? type.isInSet(storedMarks ?? $from.marks()) !== undefined : doc.rangeHasMark(from, to, type)
}

const isWithin = ({ selection: { $from } }: EditorState, type: NodeType): boolean =>
  Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth)).some((node) => node.type === type)

/** Whether a format applies where the cursor is, or to any of the selection. */
export function isActive(state: EditorState, format: Format): boolean {
  const mark = markOf[format]
  const block = blockOf[format]
  return mark ? isMarked(state, mark) : block !== undefined && isWithin(state, block)
}

const toggleBlock =
  (type: NodeType, on: Command, off: Command): Command =>
  (state, dispatch, view) =>
    (isWithin(state, type) ? off : on)(state, dispatch, view)

/** Turns a list into one of the other kind, where the cursor is in one. */
const changeList =
  (to: NodeType): Command =>
  (state, dispatch) => {
    const { $from } = state.selection
    for (let { depth } = $from; depth > 0; depth -= 1) {
      const { type } = $from.node(depth)
      if (type !== nodes.bullet_list && type !== nodes.ordered_list) continue
      if (type === to) return false
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), to))
      return true
    }
    return false
  }

const toggleList = (type: NodeType): Command =>
  toggleBlock(type, chainCommands(changeList(type), wrapInList(type)), liftListItem(nodes.list_item))

export const toggles: Readonly<Record<Format, Command>> = {
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  underline: toggleMark(marks.underline),
  strike: toggleMark(marks.strike),
  code: toggleMark(marks.code),
  bullets: toggleList(nodes.bullet_list),
  numbers: toggleList(nodes.ordered_list),
  quote: toggleBlock(nodes.blockquote, wrapIn(nodes.blockquote), lift),
  preformatted: toggleBlock(nodes.code_block, setBlockType(nodes.code_block), setBlockType(nodes.paragraph)),
}

/** Colours of text, readable on white and on dark; null is that of the theme. */
export const colours = ['#c5221f', '#b35c00', '#188038', '#1a73e8', '#8430ce', '#5f6368'] as const

/** A colour of a message, moved towards that of the theme's text: readable in both themes. */
export const readableColour = (value: string): string => `color-mix(in oklch, ${value} 70%, var(--ink-1))`

export const setColour =
  (value: string | null): Command =>
  (state, dispatch) => {
    const { from, to, empty } = state.selection
    const mark = value === null ? null : marks.color.create({ value })
    if (!dispatch) return true
    if (empty) dispatch(mark ? state.tr.addStoredMark(mark) : state.tr.removeStoredMark(marks.color))
    else dispatch(mark ? state.tr.addMark(from, to, mark) : state.tr.removeMark(from, to, marks.color))
    return true
  }

/** Plain words in plain paragraphs; links stay. */
export const clearFormatting: Command = (state, dispatch) => {
  const { from, to, empty } = state.selection
  if (!dispatch) return true
  const { tr } = state
  const kept: readonly MarkType[] = [marks.link]
  for (const type of Object.values(marks)) {
    if (kept.includes(type)) continue
    if (empty) tr.removeStoredMark(type)
    else tr.removeMark(from, to, type)
  }
  state.doc.nodesBetween(from, to, (node, at) => {
    if (node.type === nodes.heading || node.type === nodes.code_block) tr.setNodeMarkup(at, nodes.paragraph)
    else if (node.type === nodes.paragraph) tr.setNodeMarkup(at, undefined, { ...node.attrs, align: null })
  })
  dispatch(tr)
  return true
}

/** The link at the cursor or at the start of the selection: its address and where it begins and ends. */
export function linkAt({ selection: { $from } }: EditorState): { href: string; from: number; to: number } | null {
  const parent = $from.parent
  const index = $from.index()
  const linked = (at: number): string | null => {
    const mark = at >= 0 && at < parent.childCount ? marks.link.isInSet(parent.child(at).marks) : undefined
    return mark ? String(mark.attrs['href']) : null
  }
  const at = linked(index) === null && $from.textOffset === 0 ? index - 1 : index
  const href = linked(at)
  if (href === null) return null
  let [first, last] = [at, at]
  while (linked(first - 1) === href) first -= 1
  while (linked(last + 1) === href) last += 1
  let from = $from.start()
  for (let child = 0; child < first; child += 1) from += parent.child(child).nodeSize
  let to = from
  for (let child = first; child <= last; child += 1) to += parent.child(child).nodeSize
  return { href, from, to }
}

/** What a person types as an address, as a URL; null when it is none. */
export function urlOf(typed: string): string | null {
  const text = typed.trim()
  if (/^mailto:[^\s@]+@[^\s@]+$/i.test(text)) return text
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`
  const full = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(full) || /\s/.test(text)) return null
  const { hostname, href } = new URL(full)
  return hostname.includes('.') || hostname === 'localhost' ? href : null
}

/** Links the selection, or writes the address as a link; null takes the link away. */
export const setLink =
  (href: string | null): Command =>
  (state, dispatch) => {
    const existing = linkAt(state)
    const { from, to, empty } = state.selection
    const range = existing ?? { from, to }
    if (!dispatch) return true
    const { tr } = state
    if (href === null) tr.removeMark(range.from, range.to, marks.link)
    else if (existing || !empty)
      tr.removeMark(range.from, range.to, marks.link).addMark(range.from, range.to, marks.link.create({ href }))
    else tr.replaceSelectionWith(schema.text(href.replace(/^mailto:/, ''), [marks.link.create({ href })]), false)
    dispatch(tr)
    return true
  }

const hardBreak: Command = chainCommands(newlineInCode, exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
})

/** Shortcuts as in other mail programs; `Mod` is Ctrl, or ⌘ on a Mac. */
export const shortcuts: Readonly<Record<string, Command>> = {
  'Mod-b': toggles.bold,
  'Mod-i': toggles.italic,
  'Mod-u': toggles.underline,
  'Mod-Shift-x': toggles.strike,
  'Mod-Shift-7': toggles.numbers,
  'Mod-Shift-8': toggles.bullets,
  'Mod-Shift-9': toggles.quote,
  'Mod-\\': clearFormatting,
  'Shift-Enter': hardBreak,
  Enter: splitListItem(nodes.list_item),
  'Mod-]': sinkListItem(nodes.list_item),
  'Mod-[': liftListItem(nodes.list_item),
}
