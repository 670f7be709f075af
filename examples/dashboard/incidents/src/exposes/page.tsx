import type { PageModule, PageProps } from '@atrium/protocol'
import { basePath, useSession } from '@atrium/remote'
import { useEffect, useState } from 'react'
import { LoadOfService } from '../load-of-service.tsx'
import styles from './page.module.css'

interface Incident {
  readonly id: string
  readonly service: string
  readonly title: string
}

function useIncidents(): readonly Incident[] | undefined {
  const [incidents, setIncidents] = useState<readonly Incident[]>()
  useEffect(() => {
    void fetch(`${basePath()}api/operations/incidents`)
      .then((response) => response.json() as Promise<readonly Incident[]>)
      .then(setIncidents)
  }, [])
  return incidents
}

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
