import type { InspectorSource, ReportedViolations } from '@atrium/protocol'
import { useCallback, useEffect, useState } from 'react'

export type Reports =
  | { readonly status: 'asking' | 'failed' }
  | { readonly status: 'told'; readonly reports: ReportedViolations }

/** What the server counted, and a way to ask again. */
export function useReports({ violations }: InspectorSource): readonly [Reports, () => void] {
  const [state, setState] = useState<Reports>({ status: 'asking' })
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    let current = true
    violations().then(
      (reports) => current && setState({ status: 'told', reports }),
      () => current && setState({ status: 'failed' }),
    )
    return () => {
      current = false
    }
  }, [violations, asked])
  return [state, useCallback(() => setAsked((count) => count + 1), [])]
}
