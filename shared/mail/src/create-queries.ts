import { QueryClient } from '@tanstack/react-query'

const minutes = 60_000

/** Nothing goes stale by time: the event stream says what changed. Retries are the client's business. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * minutes,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  })
