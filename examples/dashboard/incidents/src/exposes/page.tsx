import type { PageModule, PageProps } from '@atrium/protocol'
import { useSession } from '@atrium/remote'
import { useEffect } from 'react'
import { useIncidents } from '../incidents.ts'
import { LoadOfService } from '../load-of-service.tsx'
import styles from './page.module.css'

function Page({ onTitle }: PageProps) {
  const { name } = useSession()
  const incidents = useIncidents()
  useEffect(() => onTitle('Incidents'), [onTitle])
  return (
    <>
      <h1>Open incidents</h1>
      <p>On duty: {name}</p>
      <ul className={styles.list}>
        {incidents?.map(({ id, service, title }) => (
          <li key={id}>
            <h2>{`${id}: ${title}`}</h2>
            <LoadOfService service={service} />
          </li>
        ))}
      </ul>
    </>
  )
}

export default Page satisfies PageModule['default']
