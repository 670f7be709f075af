import { useEffect, useState } from 'react'

export default function Page() {
  const [renders, setDrawings] = useState(1)
  useEffect(() => setDrawings(2), [])
  if (renders > 1) throw new Error('The second render fails')
  return <p>Rendered once</p>
}
