import { useEffect } from 'react'

export default function Page() {
  useEffect(() => document.querySelector('[data-remote="removes-its-element"]')?.remove(), [])
  return <p>Not for long</p>
}
