import { useEffect, useState } from 'react'

const untilMidnight = (now: Date): number =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime()

/** Now, anew each midnight: what was a time becomes a date. */
export function useToday(): Date {
  const [today, setToday] = useState(() => new Date())
  useEffect(() => {
    const timer = setTimeout(() => setToday(new Date()), untilMidnight(today) + 1000)
    return () => clearTimeout(timer)
  }, [today])
  return today
}
