import { hrefOf } from '@atrium/remote'
import { useState, type FormEvent } from 'react'
import styles from './app.module.css'

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
