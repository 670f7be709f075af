import type { PageModule, PageProps } from '@atrium/protocol'
import { Slot } from '@atrium/remote'
import { Suspense, useEffect } from 'react'
import { Chart } from '../chart.tsx'
import { useServices } from '../services.ts'

const Services = () =>
  useServices().map(({ name, requests }) => (
    <section key={name}>
      <h2>{name}</h2>
      <Chart label={`Requests of ${name}`} values={requests} />
      <p>{requests.at(-1)} requests in the last minute</p>
      {/* Other teams add to each service what they know about it. */}
      <Slot name="metrics.service" props={{ service: name }} placeholder={null} />
    </section>
  ))

function Page({ onTitle }: PageProps) {
  useEffect(() => onTitle('Metrics'), [onTitle])
  return (
    <>
      <h1>Metrics</h1>
      <Suspense fallback={<p>Loading</p>}>
        <Services />
      </Suspense>
    </>
  )
}

export default Page satisfies PageModule['default']
