import { type Attrs, type DOMOutputSpec, type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model'
import { signatureClass } from '../draft/draft.ts'

type Kept = Readonly<Record<string, string>>

const blocks = new Set(
  'address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)

/** An element that only holds other blocks is no paragraph of its own. */
const holdsBlocks = ({ children }: Element): boolean => [...children].some(({ localName }) => blocks.has(localName))

/** The attributes with a value, as they stand in the markup. */
const attributesOf = (attrs: Attrs): Kept =>
  Object.fromEntries(
    Object.entries(attrs).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, String(value as string | number)]],
    ),
  )

const keep = (element: HTMLElement, names: readonly string[]): Record<string, string | null> =>
  Object.fromEntries(names.map((name) => [name, element.getAttribute(name)]))

const unset = (names: readonly string[]): Record<string, { readonly default: null }> =>
  Object.fromEntries(names.map((name) => [name, { default: null }]))

const flow = ['dir', 'align'] as const

function readFlow(element: HTMLElement): Record<string, string | null> {
  const [align] =
    /^(?:left|right|center|justify)$/.exec(element.style.textAlign || (element.getAttribute('align') ?? '')) ?? []
  return { dir: element.getAttribute('dir'), align: align ?? null }
}

const flowAttributes = ({ dir, align }: Attrs): Kept =>
  attributesOf({ dir, style: align === null ? null : `text-align: ${String(align)}` })

const paragraph: NodeSpec = {
  content: 'inline*',
  group: 'block',
  attrs: { ...unset(flow), tag: { default: 'div' } },
  parseDOM: ['p', 'div'].map((tag) => ({
    tag,
    getAttrs: (element) =>
      element.childNodes.length === 0 || holdsBlocks(element) ? false : { ...readFlow(element), tag },
  })),
  // Both are rendered the same in the editor; a message keeps the space around paragraphs that were given it.
  toDOM: ({ attrs }): DOMOutputSpec => [String(attrs['tag']), flowAttributes(attrs), 0],
}

const heading: NodeSpec = {
  content: 'inline*',
  group: 'block',
  defining: true,
  attrs: { ...unset(flow), level: { default: 1 } },
  parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
    tag: `h${level}`,
    getAttrs: (element) => ({ ...readFlow(element), level }),
  })),
  toDOM: ({ attrs }) => [`h${String(attrs['level'])}`, flowAttributes(attrs), 0],
}

/** How mail programs show what is quoted, without a style sheet. */
const quoteStyle = 'margin: 0 0 0 0.8ex; border-left: 2px solid #ccc; padding-left: 1ex'

const blockquote: NodeSpec = {
  content: 'block+',
  group: 'block',
  defining: true,
  attrs: unset(['type']),
  parseDOM: [{ tag: 'blockquote', getAttrs: (element) => keep(element, ['type']) }],
  toDOM: ({ attrs }) => ['blockquote', { ...attributesOf(attrs), style: quoteStyle }, 0],
}

const signature: NodeSpec = {
  content: 'block+',
  group: 'block',
  defining: true,
  parseDOM: [{ tag: `div.${signatureClass}`, priority: 60 }],
  toDOM: () => ['div', { class: signatureClass }, 0],
}

const codeBlock: NodeSpec = {
  content: 'inline*',
  group: 'block',
  code: true,
  defining: true,
  parseDOM: [{ tag: 'pre', preserveWhitespace: 'full' }],
  toDOM: () => ['pre', 0],
}

const cellNames = ['colspan', 'rowspan', 'width', 'height', 'align', 'valign', 'bgcolor', 'style'] as const
const tableNames = ['width', 'align', 'border', 'cellpadding', 'cellspacing', 'bgcolor', 'style', 'role'] as const
const pictureNames = ['src', 'alt', 'title', 'width', 'height'] as const

const nodes = {
  doc: { content: 'block+' },
  paragraph,
  heading,
  blockquote,
  signature,
  code_block: codeBlock,
  horizontal_rule: { group: 'block', parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
  ordered_list: {
    content: 'list_item+',
    group: 'block',
    attrs: { order: { default: 1 }, ...unset(['type']) },
    parseDOM: [
      {
        tag: 'ol',
        getAttrs: (element) => ({
          order: Math.trunc(Number(element.getAttribute('start') ?? 1)) || 1,
          type: element.getAttribute('type'),
        }),
      },
    ],
    toDOM: ({ attrs }) => [
      'ol',
      attributesOf({ start: attrs['order'] === 1 ? null : attrs['order'], type: attrs['type'] }),
      0,
    ],
  },
  bullet_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
  list_item: { content: 'block+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
  table: {
    content: 'table_row+',
    group: 'block',
    isolating: true,
    attrs: unset(tableNames),
    parseDOM: [{ tag: 'table', getAttrs: (element) => keep(element, tableNames) }],
    toDOM: ({ attrs }) => ['table', attributesOf(attrs), ['tbody', 0]],
  },
  table_row: { content: 'table_cell*', parseDOM: [{ tag: 'tr' }], toDOM: () => ['tr', 0] },
  table_cell: {
    content: 'block+',
    isolating: true,
    attrs: { ...unset(cellNames), tag: { default: 'td' } },
    parseDOM: ['td', 'th'].map((tag) => ({
      tag,
      getAttrs: (element) => ({ ...keep(element, cellNames), tag }),
    })),
    toDOM: ({ attrs: { tag, ...attrs } }) => [String(tag), attributesOf(attrs), 0],
  },
  text: { group: 'inline' },
  image: {
    inline: true,
    group: 'inline',
    draggable: true,
    attrs: unset(pictureNames),
    parseDOM: [{ tag: 'img[src]', getAttrs: (element) => keep(element, pictureNames) }],
    toDOM: ({ attrs }) => ['img', attributesOf(attrs)],
  },
  hard_break: {
    inline: true,
    group: 'inline',
    selectable: false,
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
    linebreakReplacement: true,
  },
} satisfies Record<string, NodeSpec>

const simple = (tags: readonly string[], style?: string): MarkSpec => ({
  parseDOM: [...tags.map((tag) => ({ tag })), ...(style === undefined ? [] : [{ style }])],
  toDOM: () => [tags[0] ?? 'span', 0],
})

/** A property of a `<span>`; its value has been through the sanitiser or is one of ours. */
const styled = (property: string, element?: readonly [tag: string, attribute: string]): MarkSpec => ({
  attrs: { value: { default: '' } },
  parseDOM: [
    { style: property, getAttrs: (value) => (value === '' || value === 'inherit' ? false : { value }) },
    ...(element
      ? [
          {
            tag: `${element[0]}[${element[1]}]`,
            consuming: false,
            getAttrs: (found: HTMLElement) => ({ value: found.getAttribute(element[1]) ?? '' }),
          },
        ]
      : []),
  ],
  toDOM: ({ attrs }) => ['span', { style: `${property}: ${String(attrs['value'])}` }, 0],
})

const bold: MarkSpec = {
  parseDOM: [
    { tag: 'strong' },
    { tag: 'b', getAttrs: (element) => element.style.fontWeight !== 'normal' && null },
    { style: 'font-weight', getAttrs: (value) => /^(?:bold(?:er)?|[5-9]\d\d)$/.test(value) && null },
  ],
  toDOM: () => ['strong', 0],
}

const marks = {
  link: {
    attrs: { href: { default: '' } },
    inclusive: false,
    parseDOM: [{ tag: 'a[href]', getAttrs: (element) => ({ href: element.getAttribute('href') }) }],
    toDOM: ({ attrs }) => ['a', { href: String(attrs['href']) }, 0],
  },
  color: styled('color', ['font', 'color']),
  background: styled('background-color'),
  size: styled('font-size'),
  family: styled('font-family', ['font', 'face']),
  strong: bold,
  em: simple(['em', 'i'], 'font-style=italic'),
  underline: simple(['u', 'ins'], 'text-decoration=underline'),
  strike: simple(['s', 'strike', 'del'], 'text-decoration=line-through'),
  code: { ...simple(['code', 'kbd', 'samp', 'tt']), code: true },
  sub: simple(['sub']),
  sup: simple(['sup']),
} satisfies Record<string, MarkSpec>

/** What a message can hold: what the toolbar makes, and what is kept of messages that are quoted. */
export const schema = new Schema<keyof typeof nodes, keyof typeof marks>({ nodes, marks })
