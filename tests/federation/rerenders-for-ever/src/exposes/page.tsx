import { useReducer } from 'react'

export default function Page() {
  const [count, redraw] = useReducer((before: number) => before + 1, 0)
  redraw()
  return <p>{count}</p>
}
