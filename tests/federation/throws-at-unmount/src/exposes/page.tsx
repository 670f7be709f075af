import { useEffect } from 'react'

export default function Page() {
  useEffect(
    () => () => {
      throw new Error('This clean-up fails')
    },
    [],
  )
  return <p>Leave me</p>
}
