import { useWorkspace } from '@atrium/workspace'

export default function Page() {
  return <p>A store of its own says {useWorkspace((state) => state.theme)}</p>
}
