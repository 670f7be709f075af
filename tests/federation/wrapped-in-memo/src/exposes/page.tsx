import { memo } from 'react'

export default memo(function Page() {
  return <p>A component, though no function</p>
})
