import { Suspense } from 'react'
import { Chart } from '../chart.tsx'
import { useServices } from '../services.ts'

interface LoadProps {
  readonly service: string
}

function ServiceLoad({ service }: LoadProps) {
  const found = useServices().find(({ name }) => name === service)
  return found ? <Chart label={`Load of ${service}`} values={found.requests} /> : null
}

/** The load of one service, for pages of other remotes. */
export default function Load(props: LoadProps) {
  return (
    <Suspense fallback={null}>
      <ServiceLoad {...props} />
    </Suspense>
  )
}
