import { lazyView } from '@atrium/remote'
import { Suspense } from 'react'

const Part = lazyView(() => import('../part.tsx'))

export default function Page() {
  return (
    <Suspense fallback={<p>Waiting for the part</p>}>
      <Part />
    </Suspense>
  )
}
