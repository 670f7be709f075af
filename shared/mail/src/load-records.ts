import { from, type GetResponse, type MethodResult, unwrap } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import type { MailCore } from './core.ts'
import {
  emailGet,
  emailListingSchema,
  type EmailMember,
  emailMemberSchema,
  listingProperties,
  memberProperties,
  threadGet,
} from './methods.ts'

export const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

const member = (ids: Parameters<typeof emailGet>[1]['ids']): ReturnType<typeof emailGet<EmailMember>> =>
  emailGet(emailMemberSchema, { ids, properties: memberProperties })

/** Messages whose ids are known, with little more than what a conversation counts. */
export const loadMembers = async (core: MailCore, ids: readonly Id[]): Promise<void> => {
  const results = await Promise.all(
    chunks(ids, core.client.session.limits().maxObjectsInGet).map((some) => core.client.read({ emails: member(some) })),
  )
  storeMembers(
    core,
    results.map((result) => unwrap(result.emails)),
  )
}

const storeMembers = (core: MailCore, results: readonly GetResponse<EmailMember>[]): void => {
  for (const { list, state } of results) {
    core.records.putEmails(list)
    core.noteState('Email', state)
  }
}

/** The calls that lead from listed messages to what a row shows of their conversations. */
export const conversationCalls = (emailsKey: string) => ({
  threads: threadGet(from(emailsKey, '/list/*/threadId')),
  members: member(from('threads', '/list/*/emailIds')),
})

/** A page of long conversations can hold more messages than one `Email/get` may ask for. */
export const storeConversations = async (
  core: MailCore,
  threads: MethodResult<Parameters<typeof storeThreads>[1]>,
  members: MethodResult<GetResponse<EmailMember>>,
): Promise<void> => {
  const found = unwrap(threads)
  if (members.ok) {
    core.records.batch(() => {
      storeMembers(core, [members.value])
      storeThreads(core, found)
    })
    return
  }
  if (members.error.type !== 'requestTooLarge') unwrap(members)
  const ids = found.list.flatMap((thread) => thread.emailIds)
  await loadMembers(core, [...new Set(ids)])
  storeThreads(core, found)
}

const storeThreads = (
  core: MailCore,
  result: GetResponse<{ readonly id: Id; readonly emailIds: readonly Id[] }>,
): void => {
  core.records.putThreads(result.list)
  core.noteState('Thread', result.state)
}

/** Threads again, and the messages in them. */
export const loadThreads = async (core: MailCore, ids: readonly Id[]): Promise<void> => {
  await Promise.all(
    chunks(ids, core.client.session.limits().maxObjectsInGet).map(async (some) => {
      const group = { threads: threadGet(some), members: member(from('threads', '/list/*/emailIds')) }
      const { threads, members } = await core.client.read(group)
      await storeConversations(core, threads, members)
    }),
  )
}

/** Messages as a list shows them, with their conversations. */
export const loadListings = async (core: MailCore, ids: readonly Id[]): Promise<void> => {
  await Promise.all(
    chunks(ids, core.client.session.limits().maxObjectsInGet).map(async (some) => {
      const emails = emailGet(emailListingSchema, { ids: some, properties: listingProperties })
      const results = await core.client.read({ emails, ...conversationCalls('emails') })
      const listed = unwrap(results.emails)
      core.records.putEmails(listed.list)
      core.noteState('Email', listed.state)
      await storeConversations(core, results.threads, results.members)
    }),
  )
}
