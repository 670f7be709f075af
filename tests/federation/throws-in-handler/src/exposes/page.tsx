import { useState } from 'react'

export default function Page() {
  const [count, setCount] = useState(0)
  const fail = () => {
    throw new Error('This handler fails')
  }
  return (
    <section>
      <button onClick={fail}>Fail</button>
      <button onClick={() => setCount(count + 1)}>Count {count}</button>
    </section>
  )
}
