import { load } from '@atrium/remote'
import { useEffect, useState } from 'react'

/** The trap: it looks like one number, but each caller has its own. */
export function useCount() {
  const [count, setCount] = useState(0)
  return { count, add: () => setCount(count + 1) }
}

type UseCount = typeof useCount

function Caller({ useNumber, name }: { readonly useNumber: UseCount; readonly name: string }) {
  const { count, add } = useNumber()
  return <button onClick={add}>{`${name}: ${count}`}</button>
}

export default function Page() {
  const [exposed, setExposed] = useState<{ readonly useCount: UseCount } | null>(null)
  useEffect(() => {
    // As another remote would reach it.
    void load('own-state/page').then((module) => setExposed(module as unknown as { useCount: UseCount }))
  }, [])
  if (!exposed) return null
  return (
    <p>
      <Caller useNumber={exposed.useCount} name="First" />
      <Caller useNumber={exposed.useCount} name="Second" />
    </p>
  )
}
