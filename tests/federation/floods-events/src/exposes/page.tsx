import { emit } from '@atrium/remote'
import { useEffect, useState } from 'react'

export default function Page() {
  const [done, setDone] = useState(false)
  useEffect(() => {
    for (let count = 0; count < 100_000; count++) emit('draft:discarded', { key: `flood-${count}` })
    setDone(true)
  }, [])
  return <p>{done ? 'Flooded' : 'Flooding'}</p>
}
