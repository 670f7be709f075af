import { useEffect, useState, type ReactNode } from 'react'
import { RemoteView } from '../federation/remote-view.tsx'
import { whenIdle } from '../federation/when-idle.ts'
import { navigate, resolve } from '../routing/location.ts'
import { PlainSearchBox } from './plain-search-box.tsx'

const submit = (query: string): void => navigate(query.trim() === '' ? '/' : `/search?q=${encodeURIComponent(query.trim())}`)

/**
 * The search box in the header: loaded when the page is idle or the person reaches for it. What was
 * typed until then goes over into it, and so does the focus.
 */
export function SearchSlot({ location }: { readonly location: string }): ReactNode {
  const { remote, route } = resolve(location)
  const query = remote === 'search' ? (route.query['q'] ?? '') : ''
  const [typed, setTyped] = useState(query)
  const [wanted, setWanted] = useState(false)
  const [focused, setFocused] = useState(false)
  useEffect(() => setTyped(query), [query])
  useEffect(() => whenIdle(() => setWanted(true)), [])
  const plain = (
    <PlainSearchBox
      value={typed}
      onChange={setTyped}
      onSubmit={submit}
      onFocus={() => {
        setFocused(true)
        setWanted(true)
      }}
    />
  )
  if (!wanted) return plain
  return (
    <RemoteView
      name="search/box"
      props={{ query: typed, onSubmit: submit, autoFocus: focused }}
      skeleton={plain}
      failure={() => plain}
    />
  )
}
