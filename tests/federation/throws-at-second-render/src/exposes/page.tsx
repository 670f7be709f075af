import { useEffect, useState } from 'react'

export default function Page() {
  const [drawings, setDrawings] = useState(1)
  useEffect(() => setDrawings(2), [])
  if (drawings > 1) throw new Error('The second drawing fails')
  return <p>Drawn once</p>
}
