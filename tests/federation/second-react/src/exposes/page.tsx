import { useState } from 'react'

export default function Page() {
  const [text] = useState('Drawn by a React of its own')
  return <p>{text}</p>
}
