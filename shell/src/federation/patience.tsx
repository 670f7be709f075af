import { useEffect, useEffectEvent, type ReactNode } from 'react'

/** Milliseconds a remote that has come may leave a person before its skeleton, longer than its files have. */
export const drawTimeout = 15_000

export interface PatienceProps {
  /** It has taken too long. */
  readonly onEnd: () => void
  readonly children: ReactNode
}

/** Stands in for what waits for something, and does not wait for ever. */
export function Patience({ onEnd, children }: PatienceProps): ReactNode {
  const end = useEffectEvent(onEnd)
  useEffect(() => {
    const timer = setTimeout(() => end(), drawTimeout)
    return () => clearTimeout(timer)
  }, [])
  return children
}
