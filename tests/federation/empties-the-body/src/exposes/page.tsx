import { useEffect } from 'react'

export default function Page() {
  useEffect(() => document.body.replaceChildren(), [])
  return <p>Everything was taken away</p>
}
