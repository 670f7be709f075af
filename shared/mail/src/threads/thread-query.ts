import { queryOptions } from '@tanstack/react-query'
import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { loadThread, type ThreadData } from './thread-data.ts'

/** Where blobs are is needed to show a message: both are asked for at the same time. */
export const withResource = async <T,>(core: MailCore, work: Promise<T>): Promise<T> => {
  const [data] = await Promise.all([work, core.resource.load().catch(() => null)])
  return data
}

export const threadQuery = (core: MailCore, threadId: Id) =>
  queryOptions<ThreadData>({
    queryKey: ['thread', threadId],
    queryFn: () =>
      withResource(core, loadThread(core, threadId, core.queries.getQueryData<ThreadData>(['thread', threadId]))),
  })

export const prefetchThread = (core: MailCore, threadId: Id): void => {
  void core.queries.prefetchQuery(threadQuery(core, threadId))
}
