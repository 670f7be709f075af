import { on, useWorkspace } from '@atrium/remote'
import { useEffect, useState } from 'react'
import styles from './page.module.css'

const rows = Array.from({ length: 50 }, (_, index) => `Row ${index}`)

/** Takes part in everything a remote can hold on to, and lets go of it. */
export default function Page() {
  const [ticks, setTicks] = useState(0)
  const online = useWorkspace((state) => state.online)
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    on('draft:saved', () => setTicks((count) => count + 1), { signal })
    addEventListener('resize', () => setTicks((count) => count + 1), { signal })
    document.addEventListener('keydown', () => undefined, { signal })
    const timer = setInterval(() => setTicks((count) => count + 1), 1000)
    return () => {
      leaving.abort()
      clearInterval(timer)
    }
  }, [])
  return (
    <ul className={styles.rows} data-ticks={ticks} data-online={online}>
      {rows.map((row) => (
        <li key={row} onPointerEnter={() => setTicks(ticks + 1)}>
          {row}
        </li>
      ))}
    </ul>
  )
}
