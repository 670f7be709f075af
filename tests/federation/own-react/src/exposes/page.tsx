import type { PageProps } from '@atrium/protocol'
import type { Mount } from '@atrium/remote'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

function Page({ route }: PageProps) {
  const [count, setCount] = useState(0)
  return (
    <>
      <strong>Rendered by a React of its own</strong>
      <p>at {route.path}</p>
      <button type="button" onClick={() => setCount(count + 1)}>
        Clicked {count}
      </button>
    </>
  )
}

/** A page in a root of its own: neither its React nor its react-dom are those of the host. */
export const mount: Mount<PageProps> = (element, props) => {
  const root = createRoot(element)
  root.render(<Page {...props} />)
  return { update: (next) => root.render(<Page {...next} />), unmount: () => root.unmount() }
}
