import {
  HostProvider,
  navigate,
  PageSlot,
  Slot,
  useAddress,
  useDirectory,
  usePageTitle,
  type FailureViewProps,
  type Host,
} from '@atrium/host'
import { hrefOf } from '@atrium/remote'
import { useEffect, useState, type FormEvent, type MouseEvent } from 'react'
import styles from './app.module.css'

export const Skeleton = () => <p className={styles.message}>Loading</p>

export const Failure = ({ remote, kind, reason, onRetry }: FailureViewProps) => (
  <p className={styles.message} role="alert">
    {remote} cannot be shown ({reason ?? kind}). <button onClick={onRetry}>Try again</button>
  </p>
)

async function signOut(): Promise<void> {
  await fetch(hrefOf('/sign-out'), { method: 'POST' })
  location.assign(hrefOf('/'))
}

interface FrameProps {
  readonly host: Host
  readonly name: string
}

function Header({ name }: Pick<FrameProps, 'name'>) {
  const entries = useDirectory().flatMap((entry) => (entry.navigation ? [{ ...entry, ...entry.navigation }] : []))
  const open = (remote: string) => (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(`/${remote}`)
  }
  return (
    <header className={styles.header}>
      <strong>Dashboard</strong>
      <nav className={styles.navigation}>
        {entries
          .toSorted((a, b) => a.order - b.order)
          .map((entry) => (
            <a key={entry.name} href={hrefOf(`/${entry.name}`)} onClick={open(entry.name)}>
              {entry.title['en'] ?? entry.name}
            </a>
          ))}
      </nav>
      <Slot name="notification" props={{ navigate }} />
      <span>{name}</span>
      <button onClick={() => void signOut()}>Sign out</button>
    </header>
  )
}

function Page() {
  const address = useAddress()
  const [title, onTitle] = usePageTitle(address)
  useEffect(() => {
    document.title = title === '' ? 'Dashboard' : `${title} – Dashboard`
  }, [title])
  return (
    <main className={styles.main}>
      <PageSlot address={address} onTitle={onTitle} />
    </main>
  )
}

export const App = ({ host, name }: FrameProps) => (
  <HostProvider host={host} fallback={<p role="alert">Reload the page.</p>}>
    <Header name={name} />
    <Page />
  </HostProvider>
)

/** The page of those who are not signed in. */
export function SignIn() {
  const [refused, setRefused] = useState(false)
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const response = await fetch(hrefOf('/sign-in'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: data.get('name'), password: data.get('password') }),
    })
    if (response.ok) location.reload()
    else setRefused(true)
  }
  return (
    <form className={styles.main} onSubmit={(event) => void submit(event)}>
      <h1>Dashboard</h1>
      <label>
        Name <input name="name" autoComplete="username" />
      </label>{' '}
      <label>
        Password <input name="password" type="password" autoComplete="current-password" />
      </label>{' '}
      <button>Sign in</button>
      {refused && <p role="alert">Name or password is wrong.</p>}
    </form>
  )
}
