import { useState } from 'react'

export default function Page() {
  const [count, setCount] = useState(0)
  return (
    <section>
      <p>The second release</p>
      <button onClick={() => setCount(count + 1)}>Count {count}</button>
    </section>
  )
}
