import type { Id, Identity, Mailbox, SearchSnippet, Thread } from '@atrium/mail-contracts'
import type { GenericSchema } from 'valibot'
import type { Call, Reference } from '../jmap/call.ts'
import { type ChangesAnswer, changesAnswer, type GetAnswer, getAnswer, type QueryAnswer, queryAnswer, type SetAnswer, setAnswer, snippetAnswer, threadSchema } from './answers.ts'
import { identitySchema } from './identity-schema.ts'
import { mailboxSchema } from './mailbox-schema.ts'

type Ids = readonly Id[] | Reference | null
type Args = Readonly<Record<string, unknown>>

export const mailboxGet = (ids: Ids = null): Call<GetAnswer<Mailbox>> => ({
  name: 'Mailbox/get',
  args: { ids },
  answer: getAnswer(mailboxSchema),
})

export const identityGet = (): Call<GetAnswer<Identity>> => ({
  name: 'Identity/get',
  args: { ids: null },
  answer: getAnswer(identitySchema),
})

export const threadGet = (ids: Ids): Call<GetAnswer<Thread>> => ({
  name: 'Thread/get',
  args: { ids },
  answer: getAnswer(threadSchema),
})

export const emailGet = <T,>(item: GenericSchema<unknown, T>, args: Args & { ids: Ids }): Call<GetAnswer<T>> => ({
  name: 'Email/get',
  args,
  answer: getAnswer(item),
})

export const emailQuery = (args: Args): Call<QueryAnswer> => ({ name: 'Email/query', args, answer: queryAnswer })

export const emailSet = (args: Args): Call<SetAnswer> => ({ name: 'Email/set', args, answer: setAnswer })

export const submissionSet = (args: Args): Call<SetAnswer> => ({
  name: 'EmailSubmission/set',
  args,
  answer: setAnswer,
})

export const snippetGet = (args: Args): Call<{ readonly list: readonly SearchSnippet[] }> => ({
  name: 'SearchSnippet/get',
  args,
  answer: snippetAnswer,
})

export const changesOf = (type: 'Email' | 'Mailbox' | 'Thread', sinceState: string): Call<ChangesAnswer> => ({
  name: `${type}/changes`,
  args: { sinceState, maxChanges: 500 },
  answer: changesAnswer,
})
