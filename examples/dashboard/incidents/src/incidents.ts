import { basePath } from '@atrium/remote'
import { useEffect, useState } from 'react'

interface Incident {
  readonly id: string
  readonly service: string
  readonly title: string
}

/** The open incidents; undefined until the server has responded. */
export function useIncidents(): readonly Incident[] | undefined {
  const [incidents, setIncidents] = useState<readonly Incident[]>()
  useEffect(() => {
    void fetch(`${basePath()}api/operations/incidents`)
      .then((response) => response.json() as Promise<readonly Incident[]>)
      .then(setIncidents)
  }, [])
  return incidents
}
