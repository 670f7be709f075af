import { use } from 'react'

const never = new Promise<string>(() => undefined)

/** Suspends, with no boundary of its own around it. */
export default function Page() {
  return <p>{use(never)}</p>
}
