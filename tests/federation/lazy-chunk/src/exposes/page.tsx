import { lazy, Suspense } from 'react'

const Part = lazy(() => import('../part.tsx'))

export default function Page() {
  return (
    <Suspense fallback={<p>Waiting for the part</p>}>
      <Part />
    </Suspense>
  )
}
