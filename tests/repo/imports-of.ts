import { parse } from '@babel/parser'

/** Every specifier a file imports or re-exports: static, type-only and dynamic. */
export function importsOf(text: string): string[] {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript', 'jsx'], errorRecovery: true })
  const found = program.body.flatMap((node) => ('source' in node && node.source ? [node.source.value] : []))
  const dynamic = [...text.matchAll(/\bimport\(\s*(?:\/\*.*?\*\/\s*)?['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '')
  return [...found, ...dynamic]
}
