import { emit } from '@atrium/remote'
import { useEffect } from 'react'

export default function Page() {
  useEffect(() => {
    const timer = setInterval(() => {
      for (let count = 0; count < 2000; count++) emit('draft:discarded', { key: `flood-${count}` })
    }, 50)
    return () => clearInterval(timer)
  }, [])
  return <p>Flooding</p>
}
