import { useEffect } from 'react'

export default function Page() {
  useEffect(() => {
    throw new Error('This effect fails after drawing')
  })
  return <p>Drawn once</p>
}
