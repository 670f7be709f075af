import { useEffect, useEffectEvent, useRef } from 'react'

/** Calls once the time has passed, not counting the time in which it was paused. 0 milliseconds: never. */
export function useCountdown(milliseconds: number, paused: boolean, onEnd: () => void): void {
  const left = useRef(milliseconds)
  const end = useEffectEvent(onEnd)
  useEffect(() => {
    if (milliseconds === 0 || paused) return
    const started = performance.now()
    const timer = setTimeout(end, left.current)
    return () => {
      clearTimeout(timer)
      left.current = Math.max(0, left.current - (performance.now() - started))
    }
  }, [milliseconds, paused])
}
