import { parse } from '@babel/parser'

const parsed = (text: string) =>
  parse(text, {
    sourceType: 'module',
    plugins: ['typescript', 'jsx'],
    errorRecovery: true,
    createImportExpressions: true,
  })

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every specifier a file imports or re-exports: static, type-only and dynamic. */
export function importsOf(text: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (isNode(node)) {
      const imports = /^(Import|Export.*)(Declaration|Expression)$/.test(String(node['type']))
      const source = node['source']
      if (imports && isNode(source) && typeof source['value'] === 'string') found.push(source['value'])
      for (const [key, value] of Object.entries(node)) if (key !== 'loc') visit(value)
    }
  }
  visit(parsed(text).program.body)
  return found
}

/** The text without its comments. */
export function codeOf(text: string): string {
  let code = text
  for (const { start, end } of [...(parsed(text).comments ?? [])].reverse()) {
    if (typeof start === 'number' && typeof end === 'number') code = code.slice(0, start) + code.slice(end)
  }
  return code
}
