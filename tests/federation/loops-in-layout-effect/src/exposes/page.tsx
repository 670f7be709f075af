import { useLayoutEffect, useState } from 'react'

export default function Page() {
  const [count, setCount] = useState(0)
  useLayoutEffect(() => setCount(count + 1), [count])
  return <p>{count}</p>
}
