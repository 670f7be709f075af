import type { PageProps } from '@atrium/protocol'
import { useEffect } from 'react'

let count = 0

/** Makes the host render this page again on each render. */
export default function Page({ onTitle }: PageProps) {
  useEffect(() => onTitle(`Title ${count++}`))
  return <p>Never the same title</p>
}
