import { SearchField } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import { useEffect, useState, type ReactNode } from 'react'
import { RemoteView } from '../federation/remote-view.tsx'
import { whenIdle } from '../federation/when-idle.ts'
import { messages } from '../messages.ts'
import { navigate, resolve } from '../routing/location.ts'

const submit = (query: string): void => navigate(query.trim() === '' ? '/' : `/search?q=${encodeURIComponent(query.trim())}`)

/** A plain box in the place of search's own: there before it has loaded, and when it cannot. */
function PlainBox({ query, onFocus }: { readonly query: string; readonly onFocus?: () => void }): ReactNode {
  const t = useMessages(messages)
  const [value, setValue] = useState(query)
  return (
    <form
      role="search"
      onFocus={onFocus}
      onSubmit={(event) => {
        event.preventDefault()
        submit(value)
      }}
    >
      <SearchField label={t('searchMail')} clearLabel={t('clearSearch')} shortcut="/" value={value} onChange={setValue} />
    </form>
  )
}

/** The search box in the header: loaded when the page is idle or the person reaches for it. */
export function SearchSlot({ location }: { readonly location: string }): ReactNode {
  const { remote, route } = resolve(location)
  const query = remote === 'search' ? (route.query['q'] ?? '') : ''
  const [wanted, setWanted] = useState(false)
  const [focused, setFocused] = useState(false)
  useEffect(() => whenIdle(() => setWanted(true)), [])
  const focus = (): void => {
    setFocused(true)
    setWanted(true)
  }
  if (!wanted) return <PlainBox query={query} onFocus={focus} />
  const plain = <PlainBox query={query} onFocus={() => setFocused(true)} />
  return (
    <RemoteView
      name="search/box"
      props={{ query, onSubmit: submit, autoFocus: focused }}
      skeleton={plain}
      failure={() => plain}
    />
  )
}
