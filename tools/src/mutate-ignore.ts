// Loaded by the mutation tool: what it leaves as it is. The wording of an error or a log line is no behaviour.
import type { Ignorer } from '@stryker-mutator/api/ignore'
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** Properties whose value is text for people. */
const texts = new Set(['title', 'remedy', 'reason', 'description', 'detail', 'message', 'because', 'help'])

/** What is used of a path of Babel, which the tool's types leave open. */
interface SyntaxPath {
  readonly node: { readonly type: string }
  readonly parent: {
    readonly type: string
    readonly key?: { readonly name?: string }
    readonly callee?: { readonly name?: string }
  }
}

const words: Ignorer = {
  shouldIgnore(path) {
    const { node, parent } = path as unknown as SyntaxPath
    if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined
    const isText = parent.type === 'ObjectProperty' && texts.has(parent.key?.name ?? '')
    const isError = parent.type === 'NewExpression' && (parent.callee?.name ?? '').endsWith('Error')
    return isText || isError ? 'the wording of a text' : undefined
  },
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', words)]
