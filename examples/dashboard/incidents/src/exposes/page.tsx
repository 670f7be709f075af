import type { PageModule, PageProps } from '@atrium/protocol'
import { load, useSession } from '@atrium/remote'
import { useEffect, useState, type ComponentType } from 'react'
import { useIncidents } from '../incidents.ts'
import styles from './page.module.css'

type LoadView = ComponentType<{ readonly service: string }>

/** The chart of the metrics remote. Without that remote, incidents are shown without a chart. */
function LoadOfService({ service }: { readonly service: string }) {
  const [View, setView] = useState<LoadView>()
  const [missing, setMissing] = useState(false)
  useEffect(() => {
    load('metrics/load').then(
      (module) => setView(() => module.default as LoadView),
      () => setMissing(true),
    )
  }, [])
  if (missing) return <p>No metrics at the moment</p>
  return View ? <View service={service} /> : null
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
