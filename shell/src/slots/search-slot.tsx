import { useEffect, useState, type ReactNode } from 'react'
import { useFederation } from '../federation/federation-context.ts'
import { LeavingBoundary } from '../federation/leaving-boundary.tsx'
import { prefetchRemote } from '../federation/prefetch-remote.ts'
import { RemoteView } from '../federation/remote-view.tsx'
import { reportLeaving } from '../federation/report-failure.ts'
import { whenIdle } from '../federation/when-idle.ts'
import { navigate, resolve } from '../routing/location.ts'
import { PlainSearchBox } from './plain-search-box.tsx'

const submit = (query: string): void => navigate(query.trim() === '' ? '/' : `/search?q=${encodeURIComponent(query.trim())}`)

/** Whether search's own box has been fetched: when the page is idle, or the person reached for the plain one. */
function useFetchedBox(): [fetched: boolean, fetch: () => void] {
  const { loader } = useFederation()
  const [wanted, setWanted] = useState(false)
  const [fetched, setFetched] = useState(false)
  useEffect(() => whenIdle(() => setWanted(true)), [])
  useEffect(() => {
    if (!wanted) return
    void loader.load('search/box').then(
      () => setFetched(true),
      () => undefined, // the plain box stays, and works
    )
  }, [loader, wanted])
  return [fetched, () => setWanted(true)]
}

/**
 * The search box in the header. A plain one stands there from the first moment, and gives way to
 * search's own once that has come; never under the hands of somebody typing.
 */
export function SearchSlot({ location }: { readonly location: string }): ReactNode {
  const { remote, route } = resolve(location)
  const query = remote === 'search' ? (route.query['q'] ?? '') : ''
  const [typed, setTyped] = useState(query)
  const [fetched, fetch] = useFetchedBox()
  const [focused, setFocused] = useState(false)
  const { registry } = useFederation()
  // Who goes to the box is about to see results.
  const reach = (): void => void prefetchRemote(registry, 'search')
  useEffect(() => setTyped(query), [query])
  const plain = (
    <PlainSearchBox
      value={typed}
      onChange={setTyped}
      onSubmit={submit}
      onFocus={() => {
        setFocused(true)
        fetch()
      }}
      onBlur={() => setFocused(false)}
    />
  )
  return (
    <div style={{ display: 'contents' }} onFocus={reach}>
      <LeavingBoundary onError={reportLeaving} fallback={() => plain}>
        {fetched && !focused ? (
          <RemoteView name="search/box" props={{ query: typed, onSubmit: submit }} skeleton={plain} failure={() => plain} />
        ) : (
          plain
        )}
      </LeavingBoundary>
    </div>
  )
}
