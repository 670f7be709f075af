import { MailError } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { Answer, Answers, Call, CallGroup } from './call.ts'
import { methodErrorSchema, type ResponseEnvelope } from './envelope.ts'
import { callId, pack, type Packed } from './pack.ts'
import type { Post } from './transport.ts'

const readAnswer = <T,>(call: Call<T>, id: string, response: ResponseEnvelope): Answer<T> => {
  const found = response.methodResponses.find(([name, , of]) => of === id && (name === call.name || name === 'error'))
  if (!found) return { ok: false, error: { type: 'serverFail', description: 'no answer' } }
  if (found[0] === 'error') return { ok: false, error: v.parse(methodErrorSchema, found[1]) }
  const parsed = v.safeParse(call.answer, found[1])
  if (parsed.success) return { ok: true, value: parsed.output }
  throw new MailError('MAIL_ANSWER_INVALID', {
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

export interface ClientOptions {
  readonly accountId: string
  readonly post: Post
  readonly maxCallsInRequest: () => number
}

/** Calls JMAP methods. */
export class JmapClient {
  readonly #options: ClientOptions
  #waiting: Waiting[] = []

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /**
   * Calls that change nothing. All that are asked for before the current microtask queue is empty
   * travel in one request; they are tried again when the network fails.
   */
  read<Group extends CallGroup>(group: Group): Promise<Answers<Group>> {
    if (this.#waiting.length === 0) queueMicrotask(() => this.#flush())
    return this.#ask(group, (waiting) => this.#waiting.push(waiting))
  }

  /**
   * Calls that change something, in a request of their own.
   * @param again True only if carrying them out twice gives the same as once.
   */
  write<Group extends CallGroup>(group: Group, again: boolean): Promise<Answers<Group>> {
    return this.#ask(group, (waiting) => this.#dispatch([waiting], again))
  }

  #ask<Group extends CallGroup>(group: Group, take: (waiting: Waiting) => void): Promise<Answers<Group>> {
    return new Promise((resolve, reject) => {
      // The answers are keyed as the group is, each parsed by its own call's schema.
      take({ group, resolve: (answers) => resolve(answers as Answers<Group>), reject })
    })
  }

  #flush(): void {
    const batch = this.#waiting
    this.#waiting = []
    this.#dispatch(batch, true)
  }

  #dispatch(batch: readonly Waiting[], again: boolean): void {
    const groups = batch.map((one) => one.group)
    const { accountId, maxCallsInRequest } = this.#options
    for (const packed of pack(groups, accountId, maxCallsInRequest())) void this.#send(packed, batch, again)
  }

  async #send({ request, groups }: Packed, batch: readonly Waiting[], again: boolean): Promise<void> {
    const members = groups.flatMap((number) => {
      const member = batch[number]
      return member ? [{ number, ...member }] : []
    })
    try {
      const response = await this.#options.post(request, again)
      for (const { number, group, resolve, reject } of members) {
        try {
          resolve(answersOf(group, number, response))
        } catch (thrown) {
          reject(thrown)
        }
      }
    } catch (thrown) {
      for (const { reject } of members) reject(thrown)
    }
  }
}
