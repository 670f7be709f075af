import type { PageProps } from '@atrium/protocol'
import { useSession } from '@atrium/remote'
import { lazy, Suspense, useState } from 'react'

const Part = lazy(() => import('../part.tsx'))

/** A component of the host's React, compiled and bundled by rspack. */
export default function Page({ route }: PageProps) {
  const [count, setCount] = useState(0)
  const { name } = useSession()
  return (
    <>
      <strong>Bundled by rspack</strong>
      <p>at {route.path}</p>
      <button type="button" onClick={() => setCount(count + 1)}>
        Clicked {count}
      </button>
      <Suspense>
        <Part name={name} />
      </Suspense>
    </>
  )
}
