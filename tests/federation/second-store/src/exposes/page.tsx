import { useWorkspace } from '@atrium/remote'

export default function Page() {
  return <p>A store of its own says {useWorkspace((state) => state.theme)}</p>
}
