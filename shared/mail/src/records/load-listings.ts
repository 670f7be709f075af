import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { type Answer, from } from '../jmap/call.ts'
import { must } from '../jmap/must.ts'
import type { GetAnswer } from '../shapes/answers.ts'
import { emailGet, threadGet } from '../shapes/calls.ts'
import { emailListingSchema, type EmailMember, emailMemberSchema, listingProperties, memberProperties } from '../shapes/email-schema.ts'

export const chunks = <T,>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

const member = (ids: Parameters<typeof emailGet>[1]['ids']): ReturnType<typeof emailGet<EmailMember>> =>
  emailGet(emailMemberSchema, { ids, properties: memberProperties })

/** Messages whose ids are known, with little more than what a conversation counts. */
export const loadMembers = async (core: MailCore, ids: readonly Id[]): Promise<void> => {
  const answers = await Promise.all(
    chunks(ids, core.limits().maxObjectsInGet).map((some) => core.client.read({ emails: member(some) })),
  )
  keepMembers(
    core,
    answers.map((answer) => must(answer.emails)),
  )
}

const keepMembers = (core: MailCore, answers: readonly GetAnswer<EmailMember>[]): void => {
  for (const { list, state } of answers) {
    core.records.putEmails(list)
    core.states.note('Email', state)
  }
}

/** The calls that lead from listed messages to what a row shows of their conversations. */
export const conversationCalls = (emailsKey: string) => ({
  threads: threadGet(from(emailsKey, '/list/*/threadId')),
  members: member(from('threads', '/list/*/emailIds')),
})

/** A page of long conversations can hold more messages than one `Email/get` may ask for. */
export const keepConversations = async (
  core: MailCore,
  threads: Answer<Parameters<typeof keepThreads>[1]>,
  members: Answer<GetAnswer<EmailMember>>,
): Promise<void> => {
  const found = must(threads)
  if (members.ok) {
    core.records.batch(() => {
      keepMembers(core, [members.value])
      keepThreads(core, found)
    })
    return
  }
  if (members.error.type !== 'requestTooLarge') must(members)
  const ids = found.list.flatMap((thread) => thread.emailIds)
  await loadMembers(core, [...new Set(ids)])
  keepThreads(core, found)
}

const keepThreads = (core: MailCore, answer: GetAnswer<{ readonly id: Id; readonly emailIds: readonly Id[] }>): void => {
  core.records.putThreads(answer.list)
  core.states.note('Thread', answer.state)
}

/** Threads again, and the messages in them. */
export const loadThreads = async (core: MailCore, ids: readonly Id[]): Promise<void> => {
  await Promise.all(
    chunks(ids, core.limits().maxObjectsInGet).map(async (some) => {
      const group = { threads: threadGet(some), members: member(from('threads', '/list/*/emailIds')) }
      const { threads, members } = await core.client.read(group)
      await keepConversations(core, threads, members)
    }),
  )
}

/** Messages as a list shows them, with their conversations. */
export const loadListings = async (core: MailCore, ids: readonly Id[]): Promise<void> => {
  await Promise.all(
    chunks(ids, core.limits().maxObjectsInGet).map(async (some) => {
      const emails = emailGet(emailListingSchema, { ids: some, properties: listingProperties })
      const answers = await core.client.read({ emails, ...conversationCalls('emails') })
      const listed = must(answers.emails)
      core.records.putEmails(listed.list)
      core.states.note('Email', listed.state)
      await keepConversations(core, answers.threads, answers.members)
    }),
  )
}
