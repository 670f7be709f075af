import { lazyView } from '@atrium/workspace'
import { Suspense } from 'react'

const Part = lazyView(() => import('../part.tsx'))

export default function Page() {
  return (
    <Suspense fallback={<p>Waiting for the part</p>}>
      <Part />
    </Suspense>
  )
}
