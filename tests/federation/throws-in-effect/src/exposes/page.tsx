import { useEffect } from 'react'

export default function Page() {
  useEffect(() => {
    throw new Error('This effect fails after rendering')
  })
  return <p>Rendered once</p>
}
