import { useState } from 'react'

/** What is typed, until another search is opened: by a link, a chip, or the way back. */
export const useTyped = (query: string): readonly [text: string, setText: (text: string) => void] => {
  const [typed, setTyped] = useState({ text: query, query })
  if (typed.query !== query) setTyped({ text: query, query })
  return [typed.query === query ? typed.text : query, (text) => setTyped({ text, query })]
}
