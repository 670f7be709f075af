import { useReducer } from 'react'

export default function Page() {
  const [count, rerender] = useReducer((before: number) => before + 1, 0)
  rerender()
  return <p>{count}</p>
}
