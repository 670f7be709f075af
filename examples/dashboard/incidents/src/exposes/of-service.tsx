import { useIncidents } from '../incidents.ts'

/** What this remote adds to the slot `metrics.service`: the incidents of one service. */
export default function IncidentsOfService({ service }: { readonly service: string }) {
  const open = useIncidents()?.filter((incident) => incident.service === service) ?? []
  return open.map(({ id, title }) => <p key={id}>{`Open incident ${id}: ${title}`}</p>)
}
