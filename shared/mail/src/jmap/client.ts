import { AtriumError } from '@atrium/contracts'
import * as v from 'valibot'
import type { Answer, Answers, Call, CallGroup } from './call.ts'
import { methodErrorSchema, type ResponseEnvelope } from './envelope.ts'
import { callId, pack } from './pack.ts'
import type { Post } from './transport.ts'

export interface JmapClient {
  /**
   * Calls that change nothing. All that are asked for before the current microtask queue is empty
   * travel in one request; they are tried again when the network fails.
   */
  readonly read: <Group extends CallGroup>(group: Group) => Promise<Answers<Group>>
  /**
   * Calls that change something, in a request of their own.
   * @param again True only if carrying them out twice gives the same as once.
   */
  readonly write: <Group extends CallGroup>(group: Group, again: boolean) => Promise<Answers<Group>>
}

const readAnswer = <T,>(call: Call<T>, id: string, response: ResponseEnvelope): Answer<T> => {
  const found = response.methodResponses.find(([name, , of]) => of === id && (name === call.name || name === 'error'))
  if (!found) return { ok: false, error: { type: 'serverFail', description: 'no answer' } }
  if (found[0] === 'error') return { ok: false, error: v.parse(methodErrorSchema, found[1]) }
  const parsed = v.safeParse(call.answer, found[1])
  if (parsed.success) return { ok: true, value: parsed.output }
  throw new AtriumError('MAIL_ANSWER_INVALID', {
    subject: call.name,
    remedy: 'Try again',
    cause: new v.ValiError(parsed.issues),
  })
}

const answersOf = (group: CallGroup, number: number, response: ResponseEnvelope): Record<string, Answer<unknown>> => {
  const answers: Record<string, Answer<unknown>> = {}
  for (const [key, call] of Object.entries(group)) answers[key] = readAnswer(call, callId(number, key), response)
  return answers
}

interface Waiting {
  readonly group: CallGroup
  readonly resolve: (answers: Record<string, Answer<unknown>>) => void
  readonly reject: (error: unknown) => void
}

export const createJmapClient = (options: {
  readonly accountId: string
  readonly post: Post
  readonly maxCallsInRequest: () => number
}): JmapClient => {
  let waiting: Waiting[] = []

  const dispatch = (batch: readonly Waiting[], again: boolean): void => {
    const groups = batch.map((one) => one.group)
    for (const { request, groups: numbers } of pack(groups, options.accountId, options.maxCallsInRequest())) {
      const members = numbers.flatMap((number) => {
        const member = batch[number]
        return member ? [{ number, ...member }] : []
      })
      options.post(request, again).then(
        (response) => {
          for (const { number, group, resolve, reject } of members) {
            try {
              resolve(answersOf(group, number, response))
            } catch (thrown) {
              reject(thrown)
            }
          }
        },
        (thrown: unknown) => members.forEach((member) => member.reject(thrown)),
      )
    }
  }

  const flush = (): void => {
    const batch = waiting
    waiting = []
    dispatch(batch, true)
  }

  const read = (group: CallGroup): Promise<Record<string, Answer<unknown>>> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) queueMicrotask(flush)
      waiting.push({ group, resolve, reject })
    })

  const write = (group: CallGroup, again: boolean): Promise<Record<string, Answer<unknown>>> =>
    new Promise((resolve, reject) => dispatch([{ group, resolve, reject }], again))

  // The answers are keyed as the group is, each parsed by its own call's schema.
  return { read, write } as JmapClient
}
