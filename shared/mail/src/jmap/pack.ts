import { capability, type Invocation, type JmapRequest } from '@atrium/mail-contracts'
import { type CallGroup, isReference } from './call.ts'

const capabilityOf = (method: string): string | null => {
  const type = method.slice(0, method.indexOf('/'))
  if (type === 'EmailSubmission' || type === 'Identity') return capability.submission
  return type === 'Core' ? null : capability.mail
}

const usingOf = (group: CallGroup): string[] => {
  const used = Object.values(group).map((call) => capabilityOf(call.name))
  return [...new Set([capability.core, capability.mail, ...used])].filter((name) => name !== null).sort()
}

/** Id of a call in the request: the group's number keeps equal keys of two groups apart. */
export const callId = (group: number, key: string): string => `${group}.${key}`

export const invocationsOf = (group: CallGroup, number: number, accountId: string): Invocation[] =>
  Object.entries(group).map(([key, call]) => {
    const args: Record<string, unknown> = { accountId }
    for (const [name, value] of Object.entries(call.args)) {
      if (!isReference(value)) args[name] = value
      else {
        const resultOf = callId(number, value.of)
        args[`#${name}`] = { resultOf, name: group[value.of]?.name ?? '', path: value.path }
      }
    }
    return [call.name, args, callId(number, key)]
  })

export interface Packed {
  readonly request: JmapRequest
  /** Which of the groups given are in this request, by index. */
  readonly groups: readonly number[]
}

/**
 * Puts groups into as few requests as `maxCallsInRequest` allows. A group is never cut: its calls
 * refer to each other. Groups that need other capabilities go apart, so that a server without one
 * of them still answers the rest.
 */
export const pack = (groups: readonly CallGroup[], accountId: string, maxCalls: number): Packed[] => {
  const packed: { using: string[]; calls: Invocation[]; groups: number[] }[] = []
  groups.forEach((group, number) => {
    const using = usingOf(group)
    const calls = invocationsOf(group, number, accountId)
    const room = packed.find(
      (other) => other.using.join() === using.join() && other.calls.length + calls.length <= maxCalls,
    )
    const target = room ?? { using, calls: [], groups: [] }
    if (!room) packed.push(target)
    target.calls.push(...calls)
    target.groups.push(number)
  })
  return packed.map(({ using, calls, groups: numbers }) => ({
    request: { using, methodCalls: calls },
    groups: numbers,
  }))
}
