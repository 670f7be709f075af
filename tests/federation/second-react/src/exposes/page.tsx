import { useState } from 'react'

export default function Page() {
  const [text] = useState('Rendered by a React of its own')
  return <p>{text}</p>
}
