import type { Id, SearchSnippet } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { from } from '../jmap/call.ts'
import { must } from '../jmap/must.ts'
import { conversationCalls, keepConversations } from '../records/load-listings.ts'
import { emailGet, emailQuery, snippetGet } from '../shapes/calls.ts'
import { emailListingSchema, listingProperties } from '../shapes/email-schema.ts'
import { type Page, pageSize } from './list-base.ts'
import { type ListQuery, queryArgs } from './list-query.ts'

/** From the top, or from a message: that stays right when mail comes in above. */
export type Start = { readonly position: number } | { readonly anchor: Id; readonly anchorOffset: number }

export interface LoadedPage extends Page {
  readonly snippets: readonly SearchSnippet[]
}

const calls = (query: ListQuery, start: Start) => ({
  query: emailQuery({ ...queryArgs(query), ...start, limit: pageSize, calculateTotal: true }),
  emails: emailGet(emailListingSchema, { ids: from('query', '/ids'), properties: listingProperties }),
  ...conversationCalls('emails'),
})

const read = async (core: MailCore, query: ListQuery, start: Start) => {
  if (!query.snippets) return { ...(await core.client.read(calls(query, start))), snippets: null }
  const snippets = snippetGet({ filter: query.filter, emailIds: from('query', '/ids') })
  return core.client.read({ ...calls(query, start), snippets })
}

/**
 * Reads a page of a list with everything its rows show, in one request.
 * @throws AtriumError `MAIL_REFUSED` with subject `anchorNotFound` when the anchor has left the list.
 */
export const loadPage = async (core: MailCore, query: ListQuery, start: Start): Promise<LoadedPage> => {
  const answers = await read(core, query, start)
  const found = must(answers.query)
  const listed = must(answers.emails)
  core.records.putEmails(listed.list)
  core.states.note('Email', listed.state)
  await keepConversations(core, answers.threads, answers.members)
  return {
    position: found.position,
    ids: found.ids,
    total: found.total ?? found.position + found.ids.length,
    queryState: found.queryState,
    // A list without marked places is still a list.
    snippets: answers.snippets?.ok ? answers.snippets.value.list : [],
  }
}

/** Calls that read which messages are where, and nothing of them. */
export const idsCall = (query: ListQuery, start: Start, limit: number): ReturnType<typeof emailQuery> =>
  emailQuery({ ...queryArgs(query), ...start, limit, calculateTotal: true })
