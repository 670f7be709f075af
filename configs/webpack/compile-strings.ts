import type { PluginAPI, PluginObject } from '@babel/core'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'

/** Text and `{name}` only: `@atrium/remote` formats it without a compiled form. */
const simple = /^(?:[^{}']|\{\w+\}|'(?![{}#|']))*$/

/**
 * Babel plugin: compiles the ICU messages of `defineStrings({ … })` while building, so that no page downloads the
 * parser of messages. A text that a build leaves as it is still works: the parser is then loaded when it is first used.
 *
 * @throws Error naming the message that is no ICU message.
 */
export const compileStrings = ({ types: t }: PluginAPI): PluginObject => ({
  name: 'compile-strings',
  visitor: {
    CallExpression(call) {
      if (!t.isIdentifier(call.node.callee, { name: 'defineStrings' })) return
      call.traverse({
        ObjectProperty(property) {
          const { value } = property.node
          const message = t.isStringLiteral(value) ? value.value : null
          if (message === null || simple.test(message)) return
          try {
            property.get('value').replaceWith(t.valueToNode(compileMessageOrThrow(message)))
          } catch (error) {
            throw property.buildCodeFrameError(`"${message}" is no ICU message: ${String(error)}`)
          }
        },
      })
    },
  },
})
