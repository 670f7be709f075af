import type { PageProps } from '@atrium/protocol'
import { on, useFlag, useSession } from '@atrium/remote'
import { lazy, Suspense, useEffect, useState } from 'react'

const Part = lazy(() => import('../part.tsx'))

/** A component of the host's React, compiled and bundled by rspack. */
export default function Page({ route }: PageProps) {
  const [count, setCount] = useState(0)
  const [changed, setChanged] = useState<readonly string[]>([])
  const { name } = useSession()
  const isNext = useFlag('next')
  useEffect(() => on('flags:changed', (detail) => setChanged(detail.changed)), [])
  return (
    <>
      <strong>Bundled by rspack</strong>
      <p>at {route.path}</p>
      <button type="button" onClick={() => setCount(count + 1)}>
        Clicked {count}
      </button>
      <output>
        {isNext ? 'next is on' : 'next is off'}, changed: {changed.join() || 'none'}
      </output>
      <Suspense>
        <Part name={name} />
      </Suspense>
    </>
  )
}
