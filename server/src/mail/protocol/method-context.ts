import type { MailAccount, MailStore } from '../store/mail-store.ts'
import type { ParseMessage } from '../mime/parse-in-worker.ts'
import type { RequestBudget } from './request-budget.ts'
import type { Outgoing } from '../submission/outgoing.ts'

export type Arguments = Readonly<Record<string, unknown>>

/** What a method runs in: one per request. */
export interface MethodContext {
  readonly store: MailStore
  readonly account: MailAccount
  /** Creation id → id, over all calls of the request (RFC 8620 §3.3). */
  readonly createdIds: Map<string, string>
  readonly parse: ParseMessage
  readonly outgoing: Outgoing
  /** What this request may still cost. */
  readonly budget: RequestBudget
  /** Told of damage in the store that a method survived. */
  readonly onDamage: (error: unknown, where: string) => void
  /** Says that a message is held, or no longer. */
  readonly wake: () => void
  /** Adds a response behind that of the running call, as an implicit call of its own. */
  readonly addResponse: (name: string, args: Arguments) => void
}

/** Gets the arguments as the client sent them, references resolved. Throws MethodError. */
export type Method = (args: Arguments, context: MethodContext) => Arguments | Promise<Arguments>
